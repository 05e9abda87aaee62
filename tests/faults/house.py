"""Web processes, workers, PostgreSQL, Redis and the outside world, each a real process that may die."""

import asyncio
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg

from benchmarks.stage import Stage, free_port, stage
from ops.program import answers
from tests.outside import Outside


class Kept:
    """A process that is started again whenever it has died, as any supervisor does.

    Each of its first lives ends at one of the `points`; whoever is killed before it gets there goes there again.
    """

    def __init__(self, stage: Stage, name: str, *command: str, points: Sequence[str] = (), **more: str) -> None:
        self._stage, self._name, self._command, self._more = stage, name, command, more
        self._points = list(points)
        self.deaths = 0
        self._start()

    @property
    def dies_no_more(self) -> bool:
        return not self.point and not self._points

    def _start(self) -> None:
        self.point = self._points.pop(0) if self._points else ""
        self.process = self._stage.spawn(self._name, *self._command, **self._more, TRUSTME_FAULT=self.point)

    def kill(self) -> None:
        if self.point and self.process.poll() is None:
            self._points.insert(0, self.point)
        self.process.kill()

    def see(self) -> None:
        if self.process.poll() is not None:
            self.deaths += 1
            self._start()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class House:
    def __init__(self, stage: Stage, outside: Outside) -> None:
        self.stage = stage
        self.outside = outside
        self.ports: list[int] = []
        self.nodes: list[Kept] = []
        self.workers: list[Kept] = []

    def node(self, *points: str, **more: str) -> Kept:
        self.ports.append(free_port())
        name, command = f"web-{self.ports[-1]}", ("web", "--port", str(self.ports[-1]))
        self.nodes.append(Kept(self.stage, name, *command, points=points, **more))
        return self.nodes[-1]

    def worker(self, *points: str) -> Kept:
        self.workers.append(Kept(self.stage, f"worker-{len(self.workers)}", "worker", points=points))
        return self.workers[-1]

    async def is_ready(self) -> None:
        async with asyncio.timeout(60):
            for port in self.ports:
                while not await asyncio.to_thread(answers, f"http://127.0.0.1:{port}/readyz"):  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
        await self.outside.webhooks(url=f"http://127.0.0.1:{self.ports[-1]}/api/webhooks/stripe")

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Whoever dies comes back after a moment."""

        async def keep() -> None:
            while True:
                await asyncio.sleep(0.7)
                for each in self.nodes + self.workers:
                    each.see()

        keeping = asyncio.create_task(keep())
        try:
            yield
        finally:
            keeping.cancel()

    async def fetch(self, statement: str, *values: Any) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.stage.environment["DATABASE_URL"])
        try:
            return await connection.fetch(statement, *values)
        finally:
            await connection.close()

    def log(self) -> str:
        return "".join(f"── {log.name}\n{log.read_text()[-3000:]}" for log in self.stage.folder.glob("*.log"))


@contextmanager
def house() -> Iterator[House]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="outside-")))
        outside = stack.enter_context(Outside.start(folder))
        made = stack.enter_context(stage(TRUSTME_SANDBOX="1", **outside.environment))
        home = House(made, outside)
        try:
            yield home
        finally:
            for each in home.nodes + home.workers:
                each.stop()
