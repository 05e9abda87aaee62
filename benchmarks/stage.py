"""What a measurement stands on: PostgreSQL with fsync, Redis, web processes with nothing else in them."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from ops.embedded import Postgres, Redis  # noqa: E402 - after the path


@dataclass
class Stage:
    folder: Path
    environment: dict[str, str]
    postgres: Postgres
    redis: Redis
    webs: list[subprocess.Popen[bytes]] = field(default_factory=list)
    ports: list[int] = field(default_factory=list)

    def trustme(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "ops", *command],
            cwd=ROOT,
            env=self.environment,
            check=False,
            capture_output=True,
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(command)}: {done.stderr.decode()[-2000:]}{done.stdout.decode()[-500:]}")
        return done.stdout.decode()

    def seed(self, conversations: int) -> None:
        self.trustme("bench-seed", "--conversations", str(conversations), str(self.folder))

    def web(self, *, port: int | None = None, **more: str) -> subprocess.Popen[bytes]:
        """One more web process, ready; `more` is its own environment."""
        self.ports.append(port or free_port())
        self.webs.append(self._web(self.ports[-1], more))
        return self.webs[-1]

    def web_again(self, number: int) -> None:
        """Another process where one has died."""
        self.webs[number].wait(15)
        self.webs[number] = self._web(self.ports[number], {})

    def restart_postgres(self) -> None:
        self.postgres.stop()
        self.postgres.start()

    def spawn(self, name: str, *command: str, **more: str) -> subprocess.Popen[bytes]:
        """One of our programs, which writes to the log of that name; whoever asks for it ends it."""
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "ops", *command],
                cwd=ROOT,
                env=self.environment | more,
                stdout=log,
                stderr=log,
            )

    def _web(self, port: int, more: dict[str, str]) -> subprocess.Popen[bytes]:
        process = self.spawn(f"web-{port}", "web", "--port", str(port), **more)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2).close()
            except OSError:
                time.sleep(0.1)
            else:
                return process
        raise SystemExit((self.folder / f"web-{port}.log").read_text()[-2000:])

    def audit(self) -> str:
        return self.trustme("audit").strip()


@contextmanager
def stage(**more: str) -> Iterator[Stage]:
    """`more` is environment of every process."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        postgres, redis = Postgres(folder / "postgres"), Redis(folder / "redis")
        environment = {
            **os.environ,
            "DATABASE_URL": stack.enter_context(postgres).url,
            "REDIS_URL": stack.enter_context(redis).url,
            "TRUSTME_HOME": str(folder),
            "TRUSTME_ENV": "development",
            "TRUSTME_SANDBOX": "0",
            "LIMITS_FACTOR": "1000000",
            "ADDRESS_LIMITS_FACTOR": "1000000",
            "LOG_LEVEL": "WARNING",
            "PYTHONPATH": str(ROOT),
            **more,
        }
        made = Stage(folder, environment, postgres, redis)
        made.trustme("migrate")
        try:
            yield made
        finally:
            for process in made.webs:
                process.send_signal(signal.SIGTERM)
            for process in made.webs:
                process.wait(15)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
