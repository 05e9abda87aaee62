"""Keeps the parts of a development machine running: starts again what dies, ends them all in order.

It is the parent of everything; the kernel ends the children when it is killed (see ops/embedded/child.py).
"""

import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn, Protocol

from ops.embedded.child import DidNotStart

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0
STEADY_SECONDS = 30
"""A part that ran this long has recovered: its next fall starts with the shortest pause again."""


class Part(Protocol):
    folder: Path

    @property
    def process(self) -> subprocess.Popen[bytes] | None: ...
    def start(self) -> object: ...
    def stop(self) -> None: ...


@dataclass
class Watched:
    name: str
    part: Part
    since: float
    pause: float = FIRST_PAUSE
    again_at: float | None = None


class Supervisor:
    def __init__(self, stop_order: Sequence[str]) -> None:
        self.stop_order = stop_order
        self.watched: list[Watched] = []

    def watch(self, name: str, part: Part) -> None:
        """From now on `part` is started again when it dies, and stopped at the end."""
        self.watched.append(Watched(name, part, time.monotonic()))

    def run(self) -> NoReturn:
        while True:
            for each in self.watched:
                self._look_after(each)
            time.sleep(0.1)

    def stop(self) -> None:
        for each in sorted(self.watched, key=lambda each: self.stop_order.index(each.name)):
            each.part.stop()
        self.watched.clear()

    def _look_after(self, each: Watched) -> None:
        now = time.monotonic()
        if each.again_at is None:
            process = each.part.process
            if process is None or process.poll() is None:
                return
            if now - each.since > STEADY_SECONDS:
                each.pause = FIRST_PAUSE
            say(f"{each.name} ended ({_how(process.returncode)}), starting it again in {each.pause:.1f} s")
            say(f"  its last words are in {each.part.folder / 'log'}")
            each.again_at = now + each.pause
            each.pause = min(each.pause * 2, LONGEST_PAUSE)
        elif now >= each.again_at:
            each.again_at = None
            with suppress(DidNotStart):  # it has ended, so the next look finds it so
                each.part.start()
                say(f"{each.name} is back")
            each.since = time.monotonic()


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Ctrl-C, a closed terminal and `kill` end the block alike; a second one doesn't disturb the ending."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for each in signals:
        signal.signal(each, interrupt)
    with suppress(KeyboardInterrupt):
        yield


def say(line: str = "") -> None:
    with suppress(OSError):  # the terminal may be gone; the parts still have to be stopped
        print(line, flush=True)


def _how(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit {code}"
