"""Move business time, in the sandbox only and only forwards (R-18)."""

from datetime import datetime, timedelta
from uuid import UUID

from models.db import current, find, transaction
from models.engine_tables import ClockAdvance, SandboxClock
from models.errors import Forbidden, Refused
from models.outbox import Drain
from models.people.tables import User
from settings import settings

LONGEST = timedelta(days=3660)


class SandboxOnly(Forbidden):
    """This machine lives in real time."""


class ClockNeverMovesBack(Refused):
    pass


async def request_advance(by: timedelta, *, requested_by: User | None = None) -> ClockAdvance:
    """Ask the worker to live through `by`, timer by timer."""
    if not settings().trustme_sandbox:
        raise SandboxOnly
    if by <= timedelta(0) or by > LONGEST:
        raise ClockNeverMovesBack(longest_days=LONGEST.days)
    async with transaction() as tx:
        now = await tx.now()
        advance = await ClockAdvance.create(
            target=now + by, requested_by_id=requested_by.id if requested_by else None, created_at=now
        )
        tx.announce(Drain())
    return advance


async def step_to(moment: datetime) -> None:
    """Set business time to `moment`, or leave it where it is already later."""
    async with transaction() as tx:
        await tx.connection.execute_query(
            "INSERT INTO sandbox_clock (id, ahead_by)"
            " VALUES (1, greatest(0, ceil(extract(epoch FROM $1::timestamptz - clock_timestamp()) * 1000000)))"
            " ON CONFLICT (id) DO UPDATE SET ahead_by = greatest(sandbox_clock.ahead_by, excluded.ahead_by)",
            [moment],
        )


async def finish(advance_id: UUID, timers_fired: int) -> None:
    async with transaction():
        await ClockAdvance.filter(id=advance_id, done_at=None).update(
            done_at=await current().now(), timers_fired=timers_fired
        )


async def reset() -> None:
    """Back to real time: only where nothing has happened yet, since time never moves back (R-18)."""
    if not settings().trustme_sandbox:
        raise SandboxOnly
    async with transaction():
        if await User.exists():
            raise ClockNeverMovesBack("Business time moves back on an empty database only")
        await SandboxClock.all().delete()


async def progress(advance_id: UUID) -> ClockAdvance:
    return await find(ClockAdvance, id=advance_id)


async def ahead_by() -> timedelta:
    clock = await SandboxClock.get_or_none(id=1)
    return clock.ahead_by if clock else timedelta(0)
