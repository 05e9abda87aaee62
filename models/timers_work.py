"""The worker's side of timers: claim what is due, fire it at its own instant, keep what failed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from uuid import UUID

from tortoise.expressions import Q

from models import fault
from models.clock import business_now, real_now
from models.db import transaction
from models.engine_tables import Timer
from models.sql import fetch
from models.timer_effects import EFFECTS, TOGETHER
from models.timers import Due

LEASE = timedelta(minutes=1)
"""A worker that died in the middle is followed by another one after this; the verb re-checks."""
ATTEMPTS = 5
"""After these a timer is parked, visible to an operator."""
BACKOFF = timedelta(seconds=10)


async def claim_due(most: int = 20) -> list[Timer]:
    """Timers due in business time, earliest first, ours for LEASE of real time.

    An attempt counts from here, so a crash is one too. What was tried before is claimed alone, since it may be
    what its worker died of: whoever shared a batch with it must not be given up along with it.
    """
    due, now = await business_now(), real_now()
    async with transaction():
        rows = (
            await Timer.filter(Q(retry_at=None) | Q(retry_at__lte=now), parked_at=None, due_at__lte=due)
            .order_by("due_at", "id")
            .limit(most)
            .select_for_update(skip_locked=True, no_key=True)
        )
        rows = list(takewhile(lambda row: not row.attempts, rows)) or rows[:1]
        is_worn_out = bool(rows) and rows[0].attempts >= ATTEMPTS
        if is_worn_out:
            await _give_up(rows[0], now)
        elif rows:
            await _count_attempt(rows, now)
    return await claim_due(most) if is_worn_out else rows


async def _count_attempt(timers: list[Timer], now: datetime) -> None:
    for timer in timers:
        timer.attempts += 1
    ours = Timer.filter(id__in=[timer.id for timer in timers])
    await ours.update(attempts=timers[0].attempts, retry_at=now + LEASE)


async def _give_up(timer: Timer, now: datetime) -> None:
    reason = timer.last_error or "its worker died of it, or took too long"
    await Timer.filter(id=timer.id).update(parked_at=now, last_error=reason)


async def fire(timer: Timer) -> None:
    """Call the timer's verb, dated `due_at` (R-19), then forget the timer unless the verb set it anew."""
    await EFFECTS[timer.kind](timer.subject_id, at=timer.due_at)
    fault.passes("after-a-timer")
    await Timer.filter(id=timer.id, due_at=timer.due_at).delete()


async def fire_together(kind: str, timers: Sequence[Timer]) -> None:
    """As `fire`, for many of a kind in one commit."""
    await TOGETHER[kind]([Due(timer.subject_id, timer.due_at) for timer in timers])
    fault.passes("after-a-timer")
    # Nobody waits here for a verb that waits for us: a row that is busy is fired again, to no effect.
    await fetch("timers_fired", [timer.id for timer in timers], [timer.due_at for timer in timers])


async def fail(timer: Timer, reason: str) -> None:
    """Try again later, or park it for an operator; a timer is never dropped."""
    now = real_now()
    await Timer.filter(id=timer.id, due_at=timer.due_at).update(
        retry_at=now + BACKOFF * timer.attempts,
        parked_at=now if timer.attempts >= ATTEMPTS else None,
        last_error=reason[:300],
    )


async def retry_parked(timer_id: UUID) -> bool:
    """The operator's second chance for a parked timer; its effect is still dated when it was due."""
    parked = Timer.filter(id=timer_id, parked_at__not_isnull=True)
    return bool(await parked.update(parked_at=None, attempts=0, retry_at=None, last_error=None))


async def next_due() -> datetime | None:
    """When the earliest timer falls due that hasn't failed; one whose worker died while firing it counts."""
    untried = Q(retry_at=None) | Q(last_error=None, retry_at__lte=real_now())
    timer = await Timer.filter(untried, parked_at=None).order_by("due_at").first()
    return timer.due_at if timer else None


async def in_flight() -> bool:
    """Whether another worker is firing a timer for the first time right now."""
    return await Timer.filter(parked_at=None, attempts=1, last_error=None, retry_at__gt=real_now()).exists()
