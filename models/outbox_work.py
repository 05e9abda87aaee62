"""The worker's side of the outbox: expand events, lease reactions, write down how they went."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from itertools import takewhile

from models.clock import real_now
from models.db import transaction
from models.engine_tables import OutboxRow

ATTEMPTS = 3
"""After these a reaction is parked, visible to an operator (NOTE-02)."""
BACKOFF = (timedelta(seconds=5), timedelta(seconds=60))
LEASE = timedelta(minutes=5)
"""How long a worker may take; if it died, another one tries again after this."""
BATCH = 50


async def expand(reactions: Mapping[str, tuple[str, ...]]) -> int:
    """Turn waiting events into one row per reaction, each to be retried by itself; returns how many events."""
    now = real_now()
    async with transaction():
        events = (
            await OutboxRow.filter(reaction=None, done_at=None, parked_at=None, next_attempt_at__lte=now)
            .order_by("id")
            .limit(BATCH)
            .select_for_update(skip_locked=True, no_key=True)
        )
        await OutboxRow.bulk_create(
            [
                OutboxRow(
                    event=event.event,
                    reaction=reaction,
                    parent_id=event.id,
                    facts=event.facts,
                    occurred_at=event.occurred_at,
                    next_attempt_at=now,
                )
                for event in events
                for reaction in reactions.get(event.event, ())
            ]
        )
        await OutboxRow.filter(id__in=[event.id for event in events]).update(done_at=now)
    return len(events)


async def lease(without: Collection[str] = ()) -> list[OutboxRow]:
    """Reactions that are due, ours for LEASE; an attempt counts from here, so a crash is one too.

    One that never came back from an attempt is leased alone, since its worker may have died of it: others must
    not be parked along with it. After its last attempt it is parked.
    """
    now = real_now()
    async with transaction():
        rows = (
            await OutboxRow.filter(
                reaction__not_isnull=True, done_at=None, parked_at=None, next_attempt_at__lte=now
            )
            .exclude(reaction__in=list(without))
            .order_by("next_attempt_at", "id")
            .limit(BATCH)
            .select_for_update(skip_locked=True, no_key=True)
        )
        together = list(takewhile(lambda row: not _never_came_back(row), rows))
        rows = together or rows[:1]
        worn_out = [row for row in rows if row.attempts >= ATTEMPTS]
        for row in worn_out:
            row.parked_at, row.last_error = now, "its worker died of it, or took too long"
        rows = [row for row in rows if row.parked_at is None]
        for row in rows:
            row.attempts += 1
            row.next_attempt_at = now + LEASE
        if rows or worn_out:
            fields = ["attempts", "next_attempt_at", "parked_at", "last_error"]
            await OutboxRow.bulk_update(rows + worn_out, fields=fields)
    return await lease(without) if worn_out and not rows else rows


def _never_came_back(row: OutboxRow) -> bool:
    return row.attempts > 0 and row.last_error is None


async def in_flight() -> bool:
    """Whether another worker has a reaction on its first attempt right now."""
    return await OutboxRow.filter(
        reaction__not_isnull=True, done_at=None, parked_at=None, attempts=1, last_error=None
    ).exists()


async def succeed(row: OutboxRow) -> None:
    await OutboxRow.filter(id=row.id, done_at=None).update(done_at=real_now(), parked_at=None, last_error=None)


async def put_back(row: OutboxRow, why: str, again_in: timedelta) -> None:
    """It waits for people, or for Stripe to come back, which is no attempt: it will be asked again."""
    await OutboxRow.filter(id=row.id, done_at=None).update(
        attempts=row.attempts - 1, next_attempt_at=real_now() + again_in, last_error=why[:300]
    )


async def fail(row: OutboxRow, reason: str) -> None:
    """Try again later, or park after the last attempt."""
    failed = OutboxRow.filter(id=row.id, done_at=None)
    if row.attempts >= ATTEMPTS:
        await failed.update(parked_at=real_now(), last_error=reason[:300])
    else:
        await failed.update(next_attempt_at=real_now() + BACKOFF[row.attempts - 1], last_error=reason[:300])


async def retry_parked(row_id: int) -> bool:
    """The operator's second chance for a parked reaction."""
    changed = await OutboxRow.filter(id=row_id, parked_at__not_isnull=True, done_at=None).update(
        parked_at=None, attempts=0, next_attempt_at=real_now(), last_error=None
    )
    return bool(changed)
