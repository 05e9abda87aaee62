"""One of our own programs as a child of the supervisor."""

import signal
import socket
import subprocess
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ops.embedded import child

ROOT = Path(__file__).parent.parent
PATIENCE_SECONDS = 10
"""Longer than the web process takes to drain."""


class Program:
    """`folder` holds its log and its lock; `is_ready` is asked until it says yes."""

    def __init__(
        self,
        folder: Path,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        is_ready: Callable[[], bool] = lambda: True,
        keep_open: Sequence[socket.socket] = (),
    ) -> None:
        self.folder = folder
        self.command = command
        self.environment = dict(environment)
        self.is_ready = is_ready
        self.keep_open = keep_open
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.spawn()
        self.wait()

    def spawn(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.process = child.spawn(
            self.command,
            folder=self.folder,
            death_signal=signal.SIGTERM,
            environment=self.environment,
            working_directory=ROOT,
            keep_open=[each.fileno() for each in self.keep_open],
        )

    def wait(self) -> None:
        assert self.process  # noqa: S101 - spawn() comes first
        child.wait_until_ready(self.process, self.is_ready, self.folder, pause=0.05)

    def stop(self) -> None:
        if self.process:
            child.end(self.process, signal.SIGTERM, patience=PATIENCE_SECONDS)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - our own loopback address
            return bool(response.status < 400)  # noqa: PLR2004
    except OSError:
        return False
