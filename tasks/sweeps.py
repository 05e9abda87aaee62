"""Once a minute: what a lost timer or message would leave undone."""

import time

import structlog

from models.payments.rearm import rearm
from models.wallet.new_week import arm_new_week

log = structlog.get_logger()

EVERY = 60.0


class Sweep:
    """Called as often as one likes, it works once in EVERY seconds of real time."""

    def __init__(self) -> None:
        self._next_at = 0.0

    async def __call__(self) -> None:
        if time.monotonic() < self._next_at:
            return
        self._next_at = time.monotonic() + EVERY
        await arm_new_week()
        if rearmed := await rearm():
            log.error("timers.were_lost", kinds=sorted(set(rearmed)), count=len(rearmed))


sweep = Sweep()
