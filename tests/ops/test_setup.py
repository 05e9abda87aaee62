import shutil
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path.cwd()


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """A copy of the repository's entrance, and a PATH with nothing but the shell's own company."""
    (tmp_path / "repository/bin").mkdir(parents=True)
    shutil.copy(ROOT / "bin/setup", tmp_path / "repository/bin/setup")
    shutil.copy(ROOT / "uv.lock", tmp_path / "repository/uv.lock")
    (tmp_path / "path").mkdir()
    for name in ("bash", "cat", "dirname", "env", "grep", "id", "sha256sum"):
        found = shutil.which(name)
        assert found
        (tmp_path / "path" / name).symlink_to(found)
    return tmp_path


def set_up(machine: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [machine / "repository/bin/setup"],
        env={"PATH": str(machine / "path"), "HOME": str(machine)},
        capture_output=True,
        text=True,
        check=False,
    )


def write_program(path: Path, text: str) -> None:
    path.write_text(f"#!/usr/bin/env bash\n{text}\n")
    path.chmod(0o755)


def test_the_second_time_is_silent_and_quick() -> None:
    subprocess.run([ROOT / "bin/setup"], check=True, capture_output=True)
    began = time.monotonic()
    second = subprocess.run([ROOT / "bin/setup"], check=True, capture_output=True)
    assert (second.stdout, second.stderr) == (b"", b"")
    assert time.monotonic() - began < 1


def test_a_python_that_is_too_new_is_not_taken(bare_machine: Path) -> None:
    setup = bare_machine / "repository/bin/setup"
    setup.write_text(setup.read_text().replace("/usr/bin/", "/nowhere/").replace("/nowhere/env", "/usr/bin/env"))
    write_program(bare_machine / "path/python3", "exit 1")
    refused = set_up(bare_machine)
    assert refused.returncode == 1
    assert "Python 3.11 is missing" in refused.stderr


def test_a_machine_without_uv_and_pip_says_which_to_install(bare_machine: Path) -> None:
    write_program(bare_machine / "path/python3.11", '[ "$1" = -c ]')
    refused = set_up(bare_machine)
    assert refused.returncode == 1
    assert "uv is missing" in refused.stderr
    assert "apt-get install python3-pip" in refused.stderr


def test_an_installation_that_fails_is_tried_again_the_next_time(bare_machine: Path) -> None:
    write_program(bare_machine / "path/python3.11", "exit 0")
    write_program(bare_machine / "path/uv", '[ "$1" = --version ]')
    for _ in range(2):
        refused = set_up(bare_machine)
        assert refused.returncode == 1
        assert "could not install" in refused.stderr
