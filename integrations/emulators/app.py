"""All emulators as one ASGI application."""

import asyncio
import contextlib
from pathlib import Path
from typing import Any

from integrations.buckets import BUCKETS, bucket_name
from integrations.emulators import bank, ga4, outside, push, sendgrid, twilio
from integrations.emulators.http import Handler, HTTPError, Receive, Request, Response, Routes, Send
from integrations.emulators.s3 import server as s3
from integrations.emulators.s3.refusal import Refusal as S3Refusal
from integrations.emulators.store import Store
from integrations.emulators.stripe import (
    api,
    cancels,
    checkout,
    customers,
    disputes,
    events,
    intents,
    lookups,
    refunds,
    sessions,
    transfers,
)
from integrations.emulators.stripe.courier import Courier
from integrations.emulators.world import Clock, World
from settings import Settings

TICK_SECONDS = 5
# Importing these is what registers their calls.
REGISTERED = (cancels, customers, disputes, events, intents, lookups, refunds, sessions, transfers)

PROVIDERS = {"stripe", "twilio", "sendgrid", "s3", "push", "ga4"}
ROUTES: dict[str | None, tuple[Routes, ...]] = {
    "stripe": (api.routes,),
    "twilio": (twilio.routes,),
    "sendgrid": (sendgrid.routes,),
    "push": (push.routes,),
    "ga4": (ga4.routes,),
    None: (outside.routes, bank.routes, checkout.routes, push.desk, ga4.desk),
}


class Emulators:
    def __init__(self, config: Settings, home: Path, url: str, webhook_url: str | None) -> None:
        store = Store(home / "outside.sqlite3")
        secret = config.stripe_webhook_secret.get_secret_value()
        courier = Courier(store, secret, webhook_url)
        self.world = World(store, Clock(store), config, url, home, courier)
        for kind in BUCKETS:  # the account comes with its buckets, as a real one is prepared beforehand
            s3.make_bucket(self.world, bucket_name(kind))

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            response = await self._answer(Request.of(scope, receive))
            await response.send(send)

    async def _answer(self, request: Request) -> Response:
        provider, handler = _find(request)
        try:
            fault = self.world.next_fault(provider)
            if fault and not fault.lost:
                return _broken(provider, fault.status)
            response = await handler(self.world, request)
        except HTTPError as error:
            return error.response
        except (ConnectionResetError, UnicodeDecodeError):
            return Response(b"", 400)
        return _broken(provider, fault.status) if fault else response

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        tasks = [asyncio.create_task(self.world.courier.run()), asyncio.create_task(self._tick())]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self.world.courier.close()
        self.world.store.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _tick(self) -> None:
        while True:
            outside.tick(self.world)
            await asyncio.sleep(TICK_SECONDS)


def _find(request: Request) -> tuple[str | None, Handler]:
    first = request.path.split("/")[1]
    provider = first if first in PROVIDERS else None
    if provider:
        request.prefix = f"/{provider}"
    if provider == "s3":
        return provider, s3.serve
    for routes in ROUTES[provider]:
        if handler := routes.find(request):
            return provider, handler

    async def unknown(world: World, request: Request) -> Response:
        _ = world
        return Response.json({"error": {"message": f"Unrecognized request URL ({request.path})"}}, 404)

    return provider, unknown


def _broken(provider: str | None, status: int) -> Response:
    """A failure in the words of each provider, so that its client reads it as one of its own."""
    message = "broken on purpose"
    if provider == "s3":
        return S3Refusal(status, "InternalError" if status >= 500 else "SlowDown", message).response()
    body: dict[str, Any] = {"error": {"type": "api_error", "message": message}}
    if provider == "twilio":
        body = {"code": 20500, "message": message, "status": status}
    if provider == "sendgrid":
        body = {"errors": [{"message": message, "field": None, "help": None}]}
    return Response.json(body, status)
