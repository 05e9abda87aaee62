"""Google Analytics' Measurement Protocol: takes what its own validator would, and keeps it to be looked at."""

import re
import secrets
from typing import Any

from integrations.emulators.http import Request, Response, Routes
from integrations.emulators.world import World

routes = Routes()
desk = Routes()

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
MOST_EVENTS, MOST_PARAMS, LONGEST_VALUE = 25, 25, 100


@routes.on("POST", "/mp/collect")
async def collect(world: World, request: Request) -> Response:
    body = await request.json()
    fault = _fault(body) or (
        None if request.query.get("measurement_id", "").startswith("G-") else "measurement_id"
    )
    if fault is None and not request.query.get("api_secret"):
        fault = "api_secret"
    kept = {"measurement_id": request.query.get("measurement_id"), "fault": fault, **body}
    world.store.put("ga4", secrets.token_hex(8), kept)
    return Response(b"", 204)


@desk.on("GET", "/outside/measured")
async def read(world: World, request: Request) -> Response:
    """What Google was told, newest first; `fault` names what it would have dropped."""
    _ = request
    return Response.json(world.store.newest("ga4", limit=200))


def _fault(body: dict[str, Any]) -> str | None:
    events = body.get("events")
    if not isinstance(body.get("client_id"), str) or not isinstance(events, list):
        return "client_id"
    if not 1 <= len(events) <= MOST_EVENTS:
        return "events"
    for event in events:
        params = event.get("params", {})
        if not NAME.fullmatch(event.get("name", "")) or len(params) > MOST_PARAMS:
            return "name"
        if any(isinstance(value, str) and len(value) > LONGEST_VALUE for value in params.values()):
            return "params"
    return None
