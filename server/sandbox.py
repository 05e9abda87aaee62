"""Moving business time, on machines where nothing is real (R-18, R-19)."""

import asyncio
from datetime import timedelta

from pydantic import BaseModel, ConfigDict
from quart import Blueprint, Response
from quart_schema import validate_request

from models.clock import business_now
from models.engine_tables import ClockAdvance
from models.people.tables import Role
from models.sandbox import move
from server.edge import asker, key_of, ok, signed_in

blueprint = Blueprint("sandbox", __name__, url_prefix="/api/sandbox")

PATIENCE = 25.0
"""Seconds a caller waits for a jump before it gets a place to ask instead."""


class Advance(BaseModel):
    """`advance` is an ISO 8601 duration: `PT36H`, `P12D`."""

    model_config = ConfigDict(extra="forbid")
    advance: timedelta


@blueprint.get("/clock")
@signed_in(Role.ADMIN)
async def show() -> tuple[Response, int]:
    return ok({"now": await business_now(), "ahead_by_seconds": (await move.ahead_by()).total_seconds()})


@blueprint.post("/clock")
@signed_in(Role.ADMIN)
@validate_request(Advance)
async def advance(data: Advance) -> tuple[Response, int]:
    """Answer when everything on the way has fired; 202 and a place to ask if that takes long."""
    asked = await move.request_advance(data.advance, requested_by=asker())
    for _ in range(int(PATIENCE / 0.05)):
        jump = await move.progress(asked.id)
        if jump.done_at is not None:
            return ok(await presented(jump))
        await asyncio.sleep(0.05)
    return ok(await presented(asked), 202)


@blueprint.get("/clock/advances/<advance_id>")
@signed_in(Role.ADMIN)
async def ask(advance_id: str) -> tuple[Response, int]:
    return ok(await presented(await move.progress(key_of(advance_id))))


async def presented(jump: ClockAdvance) -> dict[str, object]:
    return {
        "id": str(jump.id),
        "target": jump.target,
        "done": jump.done_at is not None,
        "timers_fired": jump.timers_fired,
        "now": await business_now(),
        "url": f"/api/sandbox/clock/advances/{jump.id}",
    }
