"""Web processes as they are, on real ports, and clients as people have them."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any

import socketio
import uvicorn

import realtime.node
from models import db
from models.db import transaction
from models.people.sessions import open_session
from models.people.tables import User
from realtime.server import create_server
from server.app import create_app
from settings import settings

PATIENCE = 30.0


class Node:
    """One web process, in this one. `commits=False`: what the test commits is another process's to announce."""

    def __init__(self, *, commits: bool = True) -> None:
        self.http = create_app()
        self.sockets = create_server(self.http)
        self._commits = commits
        self._server = uvicorn.Server(
            uvicorn.Config(
                socketio.ASGIApp(self.sockets, self.http),
                port=0,
                ws=self.sockets.eio.protocol if settings().wire == "fast" else "websockets-sansio",
                log_config=None,
                lifespan="on",
            )
        )

    @property
    def inside(self) -> realtime.node.Node:
        """What the process looks after by itself, now and then."""
        found: realtime.node.Node = self.http.extensions["node"]
        return found

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Node"]:
        serving = asyncio.create_task(self._server.serve())
        try:
            await until(lambda: self._server.started)
            if self._commits:
                yield self
            else:
                with silent(db._announcers[-1]):
                    yield self
        finally:
            self._server.should_exit = True
            await serving


@contextmanager
def silent(*announcers: Any) -> Iterator[None]:
    """Each process announces what it commits itself; the processes of a test share one list of announcers."""
    for announcer in announcers:
        db._announcers.remove(announcer)
    yield
    db._announcers.extend(announcers)


class Client:
    """A socket that keeps what it hears."""

    def __init__(self) -> None:
        self.socket = socketio.AsyncClient(reconnection=False)
        self.heard: dict[str, list[Any]] = defaultdict(list)
        self.frames: list[tuple[str, Any]] = []
        """All of them, in the order in which they came."""
        self.refusal: Any = None
        self._news = asyncio.Condition()
        self.socket.on("*", self._hear)
        self.socket.on("connect_error", self._be_refused)

    async def _hear(self, event: str, *payload: Any) -> None:
        async with self._news:
            self.heard[event].append(payload[0] if payload else None)
            self.frames.append((event, payload[0] if payload else None))
            self._news.notify_all()

    async def _be_refused(self, data: Any) -> None:
        self.refusal = data

    async def open(self, url: str, **how: Any) -> None:
        await self.socket.connect(url, transports=["websocket"], wait_timeout=PATIENCE, **how)

    async def ask(self, event: str, payload: Any = None) -> Any:
        return await self.socket.call(event, payload, timeout=PATIENCE)

    async def hears(self, event: str, count: int = 1, *, where: Any = lambda _: True) -> list[Any]:
        """The first `count` matching payloads, once they are there."""
        async with asyncio.timeout(PATIENCE), self._news:
            while len(found := [one for one in self.heard[event] if where(one)]) < count:
                await self._news.wait()
        return found

    async def closes(self) -> None:
        await until(lambda: not self.socket.connected)


async def until(condition: Callable[[], bool]) -> None:
    """For what another process or a timer does, and nothing tells us of."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def token_of(user: User) -> str:
    async with transaction():
        _, token = await open_session(user)
    return token


class People:
    """Opens clients on nodes, and closes them in the end."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self._stack = stack

    async def client(self, node: Node, user: User, *, token: str | None = None) -> Client:
        client = Client()
        await client.open(node.url, auth={"token": token or await token_of(user)})
        self._stack.push_async_callback(client.socket.disconnect)
        await client.hears("ready")
        return client
