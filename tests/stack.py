"""The whole of TrustMe as real processes on a database of its own: web, worker, Redis and the outside world."""

import asyncio
import os
import socket
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import asyncpg

from ops.embedded import Redis
from ops.program import Program, answers
from tests import cluster
from tests.outside import Outside

ADMIN = ("admin@trustme.example", "una-clave-de-administrador")


class Stack:
    """`url` is the site, `outside` the providers; `web` and `worker` can be killed and started again."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.database = f"stack_{uuid.uuid4().hex}"
        database_url = asyncio.run(cluster.create(self.database))
        stack.callback(lambda: asyncio.run(cluster.drop(self.database)))
        port = free_port()
        self.url = f"http://localhost:{port}"
        redis = Redis(folder / "redis")
        stack.callback(redis.stop)
        self.outside = stack.enter_context(Outside.start(folder / "outside", f"{self.url}/api/webhooks/stripe"))
        self.environment = {
            **os.environ,
            **self.outside.environment,
            "TRUSTME_ENV": "test",
            "TRUSTME_SANDBOX": "1",
            "TRUSTME_HOME": str(folder),
            "PUBLIC_URL": self.url,
            "DATABASE_URL": database_url,
            "REDIS_URL": redis.start(),
            "ADDRESS_LIMITS_FACTOR": "100",
            "LOG_FORMAT": "json",
        }
        self.run("seed")
        self.run("create-admin", *ADMIN)
        self.web = self.program("web", "--port", str(port), ready=lambda: answers(f"{self.url}/readyz"))
        self.worker = self.program("worker")
        for part in (self.worker, self.web):
            stack.callback(part.stop)
            part.spawn()
        self.web.wait()

    def program(self, name: str, *arguments: str, ready: object = None) -> Program:
        folder = Path(self.environment["TRUSTME_HOME"]) / name
        command = [sys.executable, "-m", "ops", name, *arguments]
        return Program(folder, command, self.environment, is_ready=ready or (lambda: True))

    def run(self, *command: str) -> None:
        """One of the operator's commands, to its end."""
        folder = Path(self.environment["TRUSTME_HOME"]) / command[0]
        program = Program(folder, [sys.executable, "-m", "ops", *command], self.environment)
        program.spawn()
        assert program.process
        assert program.process.wait(60) == 0, (folder / "log").read_text()

    async def sql(self, statement: str, *values: object) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.environment["DATABASE_URL"])
        try:
            return await connection.fetch(statement, *values)
        finally:
            await connection.close()


@contextmanager
def running(folder: Path) -> Iterator[Stack]:
    with ExitStack() as stack:
        yield Stack(folder, stack)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
