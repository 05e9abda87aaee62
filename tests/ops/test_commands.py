import subprocess
from pathlib import Path

import pytest

ROOT = Path.cwd()


def trustme(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "bin/trustme", *words],
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_command_they_are_listed() -> None:
    listed = trustme()
    assert listed.returncode == 0
    assert "create-admin" in listed.stdout


def test_a_command_that_is_none_is_refused() -> None:
    refused = trustme("destroy")
    assert refused.returncode == 2
    assert "usage: bin/trustme COMMAND" in refused.stderr


def test_production_never_starts_a_database_of_its_own(tmp_path: Path) -> None:
    refused = trustme("audit", TRUSTME_ENV="production", TRUSTME_HOME=str(tmp_path / "home"))
    assert refused.returncode == 1
    assert "set DATABASE_URL and REDIS_URL" in refused.stderr
    assert not (tmp_path / "home").exists()


@pytest.mark.req("R-18")
@pytest.mark.parametrize("by", ["36", "PT", "yesterday"])
def test_a_clock_moves_by_durations_only(by: str) -> None:
    refused = trustme("clock", "advance", by)
    assert refused.returncode == 2
    assert "no ISO 8601 duration" in refused.stderr
