import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ops.waiting import eventually, has_ended

pytestmark = pytest.mark.processes

SUPERVISED = """
import os, sys
from pathlib import Path
from ops.program import Program
from ops.supervisor import Supervisor, ended_by_signals

home = Path(sys.argv[1])
part = '''
import os, signal, sys, time
def end(*_):
    with open("ended", "a") as file: file.write(sys.argv[1] + " ")
    sys.exit()
signal.signal(signal.SIGTERM, end)
with open(sys.argv[1] + ".pid", "a") as file: file.write(str(os.getpid()) + "\\\\n")
time.sleep(600)
'''
supervisor = Supervisor(["web", "worker", "postgres"])
with ended_by_signals():
    try:
        for name in ("postgres", "worker", "web"):
            command = [sys.executable, "-c", f"import os; os.chdir({str(home)!r})\\n" + part, name]
            program = Program(home / name, command, os.environ)
            supervisor.watch(name, program)
            program.start()
        supervisor.run()
    finally:
        supervisor.stop()
"""

Supervised = subprocess.Popen[bytes]


@pytest.fixture
def supervised(tmp_path: Path) -> Iterator[Supervised]:
    process = subprocess.Popen([sys.executable, "-c", SUPERVISED, str(tmp_path)], cwd=Path.cwd())
    try:
        assert eventually(lambda: all(pids(tmp_path, name) for name in ("postgres", "worker", "web")))
        yield process
    finally:
        process.terminate()
        process.wait(10)


def pids(folder: Path, name: str) -> list[int]:
    file = folder / f"{name}.pid"
    return [int(line) for line in file.read_text().splitlines()] if file.exists() else []


def started(folder: Path, name: str, times: int) -> Callable[[], bool]:
    return lambda: len(pids(folder, name)) >= times


def test_a_part_that_dies_is_started_again(supervised: Supervised, tmp_path: Path) -> None:
    os.kill(pids(tmp_path, "worker")[0], signal.SIGKILL)
    assert eventually(started(tmp_path, "worker", 2))
    os.kill(pids(tmp_path, "worker")[1], signal.SIGKILL)
    assert eventually(started(tmp_path, "worker", 3))
    assert len(pids(tmp_path, "web")) == 1, "the others were left alone"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_everything_is_stopped_in_order(supervised: Supervised, tmp_path: Path, how: signal.Signals) -> None:
    supervised.send_signal(how)
    assert supervised.wait(10) == 0
    assert (tmp_path / "ended").read_text().split() == ["web", "worker", "postgres"]
    assert all(has_ended(pids(tmp_path, name)[0]) for name in ("web", "worker", "postgres"))


def test_everything_ends_with_a_supervisor_that_was_killed(supervised: Supervised, tmp_path: Path) -> None:
    supervised.kill()
    supervised.wait()
    assert eventually(lambda: all(has_ended(pids(tmp_path, name)[0]) for name in ("web", "worker", "postgres")))
