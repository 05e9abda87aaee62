"""The loop that turns committed events into reactions."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from integrations.errors import UnavailableError
from models import fault, outbox_work
from models.clock import business_now
from models.engine_tables import OutboxRow
from models.outgoing.gate import is_frozen
from tasks.event import NotYet
from tasks.outgoing import OUTGOING
from tasks.reactions import REACTIONS, SLOW, Event, Reaction

log = structlog.get_logger()

AT_ONCE = 8
OUTGOING_AT_ONCE = 2
"""Each of these holds a database connection while it asks."""
SOON, LATER = timedelta(seconds=5), timedelta(minutes=10)
AWAY_AT_MOST = timedelta(days=3)
"""Longer isn't an outage; then people have to look."""

Carrier = Callable[[int], Awaitable[bool]]
"""Takes a leased row to where slow work is done; False when it can't."""


def named(reaction: Reaction) -> str:
    return getattr(reaction, "__name__", repr(reaction))


def names() -> dict[str, tuple[str, ...]]:
    return {event: tuple(named(reaction) for reaction in reactions) for event, reactions in REACTIONS.items()}


async def drain_once(carry: Carrier | None = None) -> int:
    """Expand events and run the reactions that are due; returns how much there was to do."""
    expanded = await outbox_work.expand(names())
    rows = await outbox_work.lease(without=OUTGOING if await is_frozen() else ())
    places, gates = asyncio.Semaphore(AT_ONCE), asyncio.Semaphore(OUTGOING_AT_ONCE)

    async def run_in_turn(row: OutboxRow) -> None:
        async with gates if row.reaction in OUTGOING else places:
            if carry is not None and row.reaction in SLOW and await carry(row.id):
                return
            await run(row)

    await asyncio.gather(*(run_in_turn(row) for row in rows))
    return expanded + len(rows)


async def drain(carry: Carrier | None = None) -> None:
    """Until nothing is due; what waits for a later attempt goes on waiting."""
    while await drain_once(carry):
        pass


async def run(row: OutboxRow) -> bool:
    """One attempt at one reaction; its outcome is written down, never raised."""
    try:
        await find_reaction(row)(Event(row.event, row.facts, row.occurred_at, f"{row.parent_id}:{row.reaction}"))
        fault.passes("after-a-reaction")
    except NotYet as wait:
        log.info("reaction.waits", event_name=row.event, reaction=row.reaction, why=wait.why)
        await outbox_work.put_back(row, wait.why, wait.again_in)
        return False
    except Exception as error:
        pause = patience_with(error, (await business_now()) - row.occurred_at)
        if pause is not None:
            log.warning("reaction.waits", event_name=row.event, reaction=row.reaction, why=str(error))
            await outbox_work.put_back(row, f"{type(error).__name__}: {error}", pause)
            return False
        log.exception("reaction.failed", event_name=row.event, reaction=row.reaction, attempt=row.attempts)
        await outbox_work.fail(row, f"{type(error).__name__}: {error}")
        return False
    await outbox_work.succeed(row)
    log.info("reaction.done", event_name=row.event, reaction=row.reaction, attempt=row.attempts)
    return True


def patience_with(error: Exception, age: timedelta) -> timedelta | None:
    """Until when to wait for a card processor that is away; None when this is a failure like any other.

    What it owes people doesn't go stale, unlike a message: an outage of hours needs nobody's hand afterwards.
    """
    if not isinstance(error, UnavailableError) or error.provider != "stripe" or age > AWAY_AT_MOST:
        return None
    return min(max(age / 4, SOON), LATER)


def find_reaction(row: OutboxRow) -> Reaction:
    for reaction in REACTIONS.get(row.event, ()):
        if named(reaction) == row.reaction:
            return reaction
    raise LookupError(f"nobody reacts to {row.event} with {row.reaction} any more")
