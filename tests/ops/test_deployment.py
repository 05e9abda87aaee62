import json
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from honcho.environ import parse_procfile
from jsonschema import Draft201909Validator

from ops.__main__ import COMMANDS

ROOT = Path.cwd()
SCHEMA = Path(__file__).with_name("compose_spec.json")
"""The Compose specification's own, as docker-compose 1.29.2 carried it (Apache-2.0), without its spaces."""


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "docker-compose.yml").read_text()))


def test_the_compose_file_is_valid(compose: dict[str, Any]) -> None:
    validator = Draft201909Validator(json.loads(SCHEMA.read_text()))
    assert [error.message for error in validator.iter_errors(compose)] == []


def test_the_schema_would_notice_a_mistake(compose: dict[str, Any]) -> None:
    compose = {**compose, "services": {"web": {"imagine": "trustme"}}}
    assert list(Draft201909Validator(json.loads(SCHEMA.read_text())).iter_errors(compose))


def test_every_lasting_service_is_checked_for_health(compose: dict[str, Any]) -> None:
    unchecked = [name for name, service in compose["services"].items() if "healthcheck" not in service]
    assert unchecked == ["migrate"]


def test_production_runs_no_emulators(compose: dict[str, Any]) -> None:
    said = [line for line in (ROOT / "docker-compose.yml").read_text().splitlines() if "_API_URL" in line]
    assert said == []
    assert all("emulators" not in str(service.get("command")) for service in compose["services"].values())


def test_the_procfile_names_commands_that_exist() -> None:
    processes = parse_procfile((ROOT / "Procfile").read_text()).processes
    assert set(processes) == {"web", "worker"}
    for line in processes.values():
        program, command, *_ = shlex.split(line)
        assert (ROOT / program).stat().st_mode & 0o111
        assert command in COMMANDS


def test_the_compose_file_names_commands_that_exist(compose: dict[str, Any]) -> None:
    ours = [each["command"] for each in compose["services"].values() if each.get("build")]
    assert len(ours) == 3
    for python, module_flag, module, command, *_ in ours:
        assert (python, module_flag, module) == ("python", "-m", "ops")
        assert command in COMMANDS


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_that_is_listed_has_its_file(name: str) -> None:
    assert (ROOT / f"ops/commands/{name.replace('-', '_')}.py").exists()
