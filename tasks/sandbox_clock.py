"""Carry out jumps of the sandbox clock: every timer at its own instant, in order (R-19)."""

import asyncio
from datetime import datetime

import structlog

from integrations import sandbox as provider_clocks
from integrations.errors import ProviderError
from models import outbox_work, timers_work
from models.clock import business_now
from models.database import pool
from models.engine_tables import ClockAdvance
from models.sandbox import move
from tasks import outbox, timers

log = structlog.get_logger()

LOCK = 0x636C6F636B
"""Held by the one worker that moves the clock."""


async def carry_out_waiting() -> int:
    """Live through every advance that was asked for, unless another worker does; returns how many."""
    if not await ClockAdvance.filter(done_at=None).exists():
        return 0
    async with (await pool()).acquire() as guard:
        if not await guard.fetchval("SELECT pg_try_advisory_lock($1)", LOCK):
            return 0
        try:
            waiting = await ClockAdvance.filter(done_at=None).order_by("created_at", "id")
            for advance in waiting:
                await live_through(advance)
        finally:
            await guard.execute("SELECT pg_advisory_unlock($1)", LOCK)
    return len(waiting)


async def live_through(advance: ClockAdvance) -> None:
    """Step from timer to timer, with the reactions in between, until the target; resumable after a crash."""
    fired = 0
    await settle()
    while (due_at := await timers_work.next_due()) is not None and due_at <= advance.target:
        await step_to(due_at)
        fired += await timers.fire_due(most=1)
        await settle()
    await step_to(advance.target)
    await move.finish(advance.id, fired)
    log.info("clock.advanced", to=(await business_now()).isoformat(), timers=fired)


async def step_to(moment: datetime) -> None:
    """Move our business time and the emulated providers' clocks alike: Checkout's sessions end by theirs."""
    await move.step_to(moment)
    try:
        await provider_clocks.move_clock(await move.ahead_by())
    except ProviderError as error:
        log.warning("clock.providers_stayed", error=str(error))


async def settle() -> None:
    """Wait until this instant has no more consequences, whichever worker is busy with them.

    What failed and waits for another attempt in real time holds nobody up.
    """
    await outbox.drain()
    while await timers_work.in_flight() or await outbox_work.in_flight():
        await asyncio.sleep(0.02)
        await outbox.drain()
