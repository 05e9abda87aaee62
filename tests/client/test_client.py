"""The web client's own tests run in the Node that Playwright's wheel carries, so that no machine needs another."""

import hashlib
import json
import re
import subprocess
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from models.errors import Refusal
from models.notices.letters import OPTIONAL
from models.search.reasons import Reason
from models.search.wanted import Wanted
from tests.canaries import spoken

HERE = Path(__file__).resolve().parent
STATIC = HERE.parent.parent / "static"
FILES = sorted(path.relative_to(HERE).as_posix() for path in HERE.rglob("*.test.js"))


@pytest.mark.parametrize("file", FILES)
def test_the_client_holds_what_its_own_tests_say(file: str) -> None:
    node, _ = compute_driver_executable()
    command = [node, "--import", "./resolve.mjs", "--test", "--test-reporter=spec", file]
    run = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("language", ["es-MX", "en"])
def test_every_code_of_a_refusal_has_words(language: str) -> None:
    words = json.loads((STATIC / "i18n" / f"{language}.json").read_text())
    assert [code for code in codes() if f"error.{code}" not in words] == []


@pytest.mark.req("NOTE-01")
def test_every_notice_has_words() -> None:
    words = json.loads((STATIC / "i18n" / "es-MX.json").read_text())
    said = {key.removeprefix("notice.").removeprefix("event.") for key in words}
    kinds = spoken.NOTICES
    assert [kind for kind in kinds if not any(key == kind or key.startswith(f"{kind}.") for key in said)] == []


@pytest.mark.req("RANK-12")
def test_every_reason_and_every_filter_to_give_up_has_words() -> None:
    words = json.loads((STATIC / "i18n" / "es-MX.json").read_text())
    set_to_all = Wanted("x", "x", "x", Decimal(4), Decimal(1), Decimal(2), "mon")
    wanted = {f"why.{reason}" for reason in Reason}
    wanted |= {f"search.{part}.{name}" for name in set_to_all.looser() for part in ("none", "loosen")}
    assert wanted - words.keys() == set()


@pytest.mark.req("NOTE-04")
def test_every_mail_that_may_be_left_is_offered_but_the_one_that_comes_once() -> None:
    words = json.loads((STATIC / "i18n" / "es-MX.json").read_text())
    offered = {key.removeprefix("alerts.mail.") for key in words if key.startswith("alerts.mail.")}
    assert offered == OPTIONAL - {"welcome"}


def test_vendored_files_are_the_ones_that_were_vouched_for() -> None:
    vouched = re.findall(
        r"^\| (\S+\.js) \|.*`([0-9a-f]{64})` \|$", (STATIC / "vendor/VENDOR.md").read_text(), re.MULTILINE
    )
    held = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in STATIC.glob("vendor/*.js")}
    assert dict(vouched) == held


def codes() -> list[str]:
    """Of every class that a verb or an edge can raise."""
    root = HERE.parent.parent
    for package in ("models", "server", "realtime"):
        for path in sorted((root / package).rglob("*.py")):
            if "migrations" not in path.parts:
                import_module(".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"))
    return sorted({code_of(each) for each in descendants(Refusal)})


def descendants(kind: type[Refusal]) -> set[type[Refusal]]:
    direct = set(kind.__subclasses__())
    return direct.union(*(descendants(each) for each in direct)) if direct else direct


def code_of(kind: type[Refusal]) -> str:
    return kind.code.fget(kind.__new__(kind)) if isinstance(kind.code, property) else str(kind.code)
