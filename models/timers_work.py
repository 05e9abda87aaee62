"""The worker's side of timers: claim what is due, fire it at its own instant, keep what failed."""

from datetime import datetime, timedelta

from tortoise.expressions import Q

from models import fault
from models.clock import business_now, real_now
from models.db import transaction
from models.engine_tables import Timer
from models.timer_effects import EFFECTS

LEASE = timedelta(minutes=1)
"""A worker that died in the middle is followed by another one after this; the verb re-checks."""
ATTEMPTS = 5
BACKOFF = timedelta(seconds=10)


async def claim_due(most: int = 20) -> list[Timer]:
    """Timers due in business time, earliest first, ours for LEASE of real time."""
    due, now = await business_now(), real_now()
    async with transaction():
        rows = (
            await Timer.filter(Q(retry_at=None) | Q(retry_at__lte=now), parked_at=None, due_at__lte=due)
            .order_by("due_at", "id")
            .limit(most)
            .select_for_update(skip_locked=True, no_key=True)
        )
        await Timer.filter(id__in=[row.id for row in rows]).update(retry_at=now + LEASE)
    return rows


async def fire(timer: Timer) -> None:
    """Call the timer's verb, dated `due_at` (R-19), then forget the timer unless the verb set it anew."""
    await EFFECTS[timer.kind](timer.subject_id, at=timer.due_at)
    fault.passes("after-a-timer")
    await Timer.filter(id=timer.id, due_at=timer.due_at).delete()


async def fail(timer: Timer, reason: str) -> None:
    """Try again later, or park it for an operator; a timer is never dropped."""
    attempts = timer.attempts + 1
    now = real_now()
    await Timer.filter(id=timer.id, due_at=timer.due_at).update(
        attempts=attempts,
        retry_at=now + BACKOFF * attempts,
        parked_at=now if attempts >= ATTEMPTS else None,
        last_error=reason[:300],
    )


async def next_due() -> datetime | None:
    """When the earliest timer falls due that hasn't failed; one whose worker died while firing it counts."""
    untried = Q(retry_at=None) | Q(attempts=0, retry_at__lte=real_now())
    timer = await Timer.filter(untried, parked_at=None).order_by("due_at").first()
    return timer.due_at if timer else None


async def in_flight() -> bool:
    """Whether another worker is firing a timer for the first time right now."""
    return await Timer.filter(parked_at=None, attempts=0, retry_at__gt=real_now()).exists()
