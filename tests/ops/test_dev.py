"""`bin/dev` as a newcomer types it, in a folder of its own."""

import json
import os
import re
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode
from websockets.sync.client import connect

from ops import demo
from tests.ops.waiting import eventually, has_ended

pytestmark = pytest.mark.processes

ROOT = Path.cwd()
OURS = ("DATABASE_URL", "REDIS_URL", "PORT", "OUTSIDE_PORT", "TRUSTME_ENV", "TRUSTME_SANDBOX", "PUBLIC_URL")


class Machine:
    """A running `bin/dev` and what it printed."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.home = home
        inherited = {name: value for name, value in os.environ.items() if name not in OURS}
        self.output = home.with_suffix(".out")
        began = time.monotonic()
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [ROOT / "bin/dev"],
                env={**inherited, "TRUSTME_HOME": str(home), **settings},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        eventually(lambda: self.is_up or self.process.poll() is not None, patience=120)
        self.seconds = time.monotonic() - began

    @property
    def said(self) -> str:
        return self.output.read_text()

    @property
    def is_up(self) -> bool:
        return "Ctrl-C ends everything" in self.said

    @property
    def url(self) -> str:
        return self.environment["PUBLIC_URL"]

    @property
    def environment(self) -> dict[str, str]:
        return dict(json.loads((self.home / "environment").read_text()))

    def get(self, path: str, body: object = None) -> tuple[int, bytes]:
        """GET, or with a body POST."""
        address = f"http://127.0.0.1:{self.environment['PORT']}{path}"
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(address, data, {"Content-Type": "application/json", "Origin": self.url})
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read()

    def children(self) -> dict[str, int]:
        """Process ids by the name of the part, told by the folder whose lock each of them inherited."""
        found: dict[str, int] = {}
        for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            for descriptor in Path(f"/proc/{pid}/fd").iterdir():
                lock = ""
                with suppress(FileNotFoundError):  # closed since it was listed
                    lock = str(descriptor.readlink())
                if lock.startswith(str(self.home)) and lock.endswith("/lock"):
                    found[Path(lock).parent.name] = int(pid)
        return found

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(60)


def megabytes(pid: int) -> float:
    """Memory in RAM."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0]) / 1024


@contextmanager
def machine(home: Path, **settings: str) -> Iterator[Machine]:
    running = Machine(home, **settings)
    try:
        assert running.is_up, running.said
        yield running
    finally:
        if running.process.poll() is None:
            running.end(signal.SIGTERM)


@pytest.fixture(scope="module")
def first_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that was used once."""
    home = tmp_path_factory.mktemp("dev") / "home"
    with machine(home) as first:
        assert f"http://localhost:{first.environment['PORT']}" in first.said
        assert json.loads(first.get("/readyz")[1])["data"]["status"] == "ready"
        children = first.children()
        assert set(children) == {"postgres", "redis", "emulators", "web", "worker"}
        assert first.end(signal.SIGINT) == 0
        assert [name for name, pid in children.items() if not has_ended(pid)] == []
    shutil.copytree(home, home.with_name("copy"))
    return home


@pytest.fixture(scope="module")
def running(first_home: Path) -> Iterator[Machine]:
    with machine(first_home) as second:
        yield second


def test_the_second_start_finds_everything_as_it_was(running: Machine) -> None:
    assert f"all with the password {demo.PASSWORD}" in running.said
    email = demo.CLIENTS[0].email
    assert email in running.said
    assert running.get("/api/auth/login", {"email": email, "password": demo.PASSWORD})[0] == 200
    assert running.get("/")[0] == 200
    assert megabytes(running.children()["web"]) < 150, "after start, one sign-in and one page"


def test_one_folder_runs_only_once(running: Machine) -> None:
    again = Machine(running.home)
    assert again.process.returncode == 1
    assert "already running" in again.said


def test_a_port_that_was_asked_for_and_is_busy_is_a_clear_failure(running: Machine, tmp_path: Path) -> None:
    refused = Machine(tmp_path / "two", PORT=running.environment["PORT"])
    assert refused.process.returncode == 1
    assert f"PORT={running.environment['PORT']} can't be used" in refused.said


def test_two_folders_run_side_by_side(running: Machine) -> None:
    with machine(running.home.with_name("copy")) as other:
        for name in ("PORT", "OUTSIDE_PORT", "DATABASE_URL", "REDIS_URL"):
            assert running.environment[name] != other.environment[name]
        assert other.get("/healthz")[0] == 200


def test_a_command_in_another_window_joins_the_running_system(running: Machine) -> None:
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    shown = subprocess.run(
        [ROOT / "bin/trustme", "clock", "show"],
        env={**inherited, "TRUSTME_HOME": str(running.home)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "ahead by 0:00:00" in shown.stdout


def test_a_database_and_a_redis_that_are_named_are_used(running: Machine, tmp_path: Path) -> None:
    named = {name: running.environment[name] for name in ("DATABASE_URL", "REDIS_URL")}
    with machine(tmp_path / "guest", **named) as guest:
        assert set(guest.children()) == {"emulators", "web", "worker"}
        assert {name: guest.environment[name] for name in named} == named


def test_a_web_process_that_is_replaced_sends_its_sockets_elsewhere(running: Machine) -> None:
    address = f"ws://127.0.0.1:{running.environment['PORT']}/socket.io/?EIO=4&transport=websocket"
    web = running.children()["web"]
    with connect(address, open_timeout=30) as socket:
        assert str(socket.recv()).startswith("0{"), "the handshake of Engine.IO"
        os.kill(web, signal.SIGTERM)
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                socket.recv(timeout=10)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == CloseCode.SERVICE_RESTART
    assert eventually(lambda: has_ended(web), patience=8)
    assert running.get("/healthz")[0] == 200


def test_what_dies_comes_back_and_all_of_it_ends_with_the_supervisor(running: Machine) -> None:
    before = running.children()
    for name in ("postgres", "web"):
        os.kill(before[name], signal.SIGKILL)
        assert eventually(lambda name=name: has_ended(before[name]))  # type: ignore[misc]
    assert running.get("/healthz")[0] == 200, "the door stays open while the web process starts again"
    assert eventually(lambda: running.children().keys() == before.keys(), patience=30)
    assert eventually(lambda: b'"ready"' in running.get("/readyz")[1], patience=30)
    everything = running.children().values()
    running.end(signal.SIGKILL)
    assert eventually(lambda: all(has_ended(pid) for pid in everything), patience=30)
