"""The loop that fires timers when business time reaches them."""

import structlog

from models import timers_work
from models.engine_tables import Timer

log = structlog.get_logger()


async def fire_due(most: int = 20) -> int:
    """Fire what is due, earliest first, one after the other; returns how many were tried."""
    timers = await timers_work.claim_due(most)
    for timer in timers:
        await fire_one(timer)
    return len(timers)


async def fire_one(timer: Timer) -> bool:
    """One timer; a failure is written down and logged, and stops nobody else's."""
    try:
        await timers_work.fire(timer)
    except Exception as error:
        log.exception("timer.failed", kind=timer.kind, subject=str(timer.subject_id), attempt=timer.attempts)
        await timers_work.fail(timer, f"{type(error).__name__}: {error}")
        return False
    log.info("timer.fired", kind=timer.kind, subject=str(timer.subject_id))
    return True
