"""What a command finds around it: production's settings, a running `bin/dev`, or its own embedded parts."""

import fcntl
import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from integrations.vapid import fresh_key
from ops.embedded import Postgres, Redis


class NoDatabaseError(RuntimeError):
    """Production names its database and its Redis; nothing is started in their place."""


def home() -> Path:
    return Path(os.environ.get("TRUSTME_HOME", ".trustme")).absolute()


@contextmanager
def surroundings() -> Iterator[None]:
    """Complete the environment before settings are read; start what is missing until the command ends."""
    if os.environ.get("TRUSTME_ENV") == "production":
        if missing := {"DATABASE_URL", "REDIS_URL"} - os.environ.keys():
            raise NoDatabaseError(f"set {' and '.join(sorted(missing))}")
        yield
        return
    if is_served(home()):
        _complete(json.loads((home() / "environment").read_text()))
        yield
        return
    with ExitStack() as parts:
        if "DATABASE_URL" not in os.environ:
            os.environ["DATABASE_URL"] = parts.enter_context(Postgres(home() / "postgres")).url
        if "REDIS_URL" not in os.environ:
            os.environ["REDIS_URL"] = parts.enter_context(Redis(home() / "redis")).url
        _complete({"SECRET_KEY": secret_key(home()), "VAPID_PRIVATE_KEY": vapid_key(home())})
        yield


def publish(folder: Path, environment: Mapping[str, str]) -> None:
    """Let commands typed in another window find the same database and emulators."""
    path = folder / "environment"
    path.touch(mode=0o600)
    path.write_text(json.dumps(environment))


def is_served(folder: Path) -> bool:
    """Whether a supervisor holds the folder: the kernel knows, however it may have died."""
    if not (folder / "lock").exists() or not (folder / "environment").exists():
        return False
    with (folder / "lock").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def secret_key(folder: Path) -> str:
    return _kept(folder / "secret_key", lambda: secrets.token_urlsafe(32))


def vapid_key(folder: Path) -> str:
    """Kept, since browsers that subscribed listen to nobody else."""
    return _kept(folder / "vapid_key", fresh_key)


def _kept(path: Path, make: Callable[[], str]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(make())
    return path.read_text()


def _complete(environment: Mapping[str, str]) -> None:
    for name, value in environment.items():
        os.environ.setdefault(name, value)
