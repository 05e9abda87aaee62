"""A webhook endpoint that remembers what it was told and answers as it is told to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from integrations import payments

WITHIN_SECONDS = 60


class Listener:
    def __init__(self) -> None:
        self.url = ""
        self.heard: list[dict[str, Any]] = []
        self.answers: list[int] = []
        """Statuses for the next requests; 200 when there are no more."""
        self._news = asyncio.Condition()

    @property
    def kinds(self) -> list[str]:
        return [event["type"] for event in self.heard]

    async def until(self, kind: str, times: int = 1) -> None:
        async with asyncio.timeout(WITHIN_SECONDS), self._news:
            await self._news.wait_for(lambda: self.kinds.count(kind) >= times)

    async def hear(self, request: web.Request) -> web.Response:
        event = payments.parse_event(await request.read(), request.headers["Stripe-Signature"])
        status = self.answers.pop(0) if self.answers else 200
        async with self._news:
            if status == 200:
                self.heard.append(event)
            self._news.notify_all()
        return web.Response(status=status)


@asynccontextmanager
async def listening() -> AsyncIterator[Listener]:
    listener, app = Listener(), web.Application()
    app.router.add_post("/webhook", listener.hear)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    listener.url = f"http://127.0.0.1:{port}/webhook"
    try:
        yield listener
    finally:
        await runner.cleanup()
