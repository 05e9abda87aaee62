import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SPEAKER = """
import logging, structlog
from ops import logs
logs.install()
log = structlog.get_logger("models.leads")
log.info("lead.purchased", lead_id="l1")
log.debug("never said")
logging.getLogger("taskiq").warning("from a %s", "library")
logging.getLogger("httpx").info("POST /v1/payment_intents")
try:
    password = "hunter2"
    raise ValueError("broken")
except ValueError:
    log.exception("reaction.failed")
"""


def said(**environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SPEAKER],
        env=os.environ | environment,
        cwd=Path.cwd(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == ""
    return done.stderr


def test_every_line_is_a_json_object_and_libraries_speak_alike() -> None:
    lines = [json.loads(line) for line in said(LOG_FORMAT="json").splitlines()]
    assert [(line["event"], line["level"], line["logger"]) for line in lines] == [
        ("lead.purchased", "info", "models.leads"),
        ("from a library", "warning", "taskiq"),
        ("reaction.failed", "error", "models.leads"),
    ]
    assert lines[0]["lead_id"] == "l1"
    assert lines[2]["exception"][0]["exc_value"] == "broken"


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_traceback_shows_no_local_variables(form: str) -> None:
    output = said(LOG_FORMAT=form)
    assert "ValueError" in output
    assert output.count("hunter2") == 0
