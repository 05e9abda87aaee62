"""A child process that can't outlive its parent, alone on its folder."""

import ctypes
import fcntl
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1
LOG_BYTES = 10_000_000
_libc = ctypes.CDLL(None, use_errno=True)


class DidNotStart(RuntimeError):
    """An embedded part did not come up; the message carries the end of its log."""


def spawn(
    command: Sequence[str | Path],
    *,
    folder: Path,
    death_signal: signal.Signals,
    environment: Mapping[str, str] | None = None,
    working_directory: Path | None = None,
    keep_open: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own: Ctrl-C reaches us first, and we choose the order of ending.

    The lock on the folder is inherited: it is held until the child and its own children are gone.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("the kernel ends a child with the thread that started it: start from the main thread")
    parent = os.getpid()

    def end_with_parent() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:
            os._exit(1)

    lock = alone_on(folder)
    try:
        with _log(folder).open("ab") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=working_directory or folder,
                env=environment,
                pass_fds=[lock, *keep_open],
                start_new_session=True,
                preexec_fn=end_with_parent,  # noqa: PLW1509 - only the main thread comes here
            )
    finally:
        os.close(lock)


def _log(folder: Path) -> Path:
    """One older log is kept beside the present one, so that years of starts don't fill the disk."""
    log = folder / "log"
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.rename(folder / "log.1")
    return log


def alone_on(folder: Path, patience: float = 20) -> int:
    """Wait until a predecessor that is still shutting down has let go of the folder."""
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(lock)
                raise DidNotStart(f"something else is running on {folder}") from None
            time.sleep(0.02)
        else:
            return lock


def wait_until_ready(
    child: subprocess.Popen[bytes],
    ready: Callable[[], bool],
    folder: Path,
    *,
    patience: float = 60,
    pause: float = 0.01,
) -> None:
    """Return when `ready`; patience is long because a recovery after kill -9 replays what was committed."""
    deadline = time.monotonic() + patience
    while not ready():
        if child.poll() is not None or time.monotonic() > deadline:
            end(child, signal.SIGKILL)
            raise DidNotStart(f"{child.args!r} did not start:\n{_tail(folder / 'log')}")
        time.sleep(pause)


def end(child: subprocess.Popen[bytes], *signals: signal.Signals, patience: float = 10) -> None:
    """Ask with each signal in turn; the last resort is SIGKILL."""
    for each in (*signals, signal.SIGKILL):
        if child.poll() is not None:
            return
        child.send_signal(each)
        with suppress(subprocess.TimeoutExpired):
            child.wait(patience)


def _tail(log: Path, lines: int = 20) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
