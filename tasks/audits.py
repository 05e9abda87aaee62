"""Once an hour one of the workers proves that everything adds up, and shouts when it doesn't."""

import time

import structlog

from models.audit_runs import keep_outcome_if_due
from models.wallet.checkpoints import take_checkpoint

log = structlog.get_logger()

LOOK_EVERY = 60.0


class Hourly:
    """Called as often as one likes; whether an audit is due is asked of the database once a minute."""

    def __init__(self) -> None:
        self._next_at = 0.0

    async def __call__(self) -> int:
        if time.monotonic() < self._next_at:
            return 0
        self._next_at = time.monotonic() + LOOK_EVERY
        run = await keep_outcome_if_due()
        if run is None:
            return 0
        await take_checkpoint()
        seconds = round((run.finished_at - run.began_at).total_seconds(), 1)
        if run.faults == 0:
            log.info("audit.clean", seconds=seconds)
        else:
            log.critical(
                "audit.broken", faults=run.faults, first=run.first_faults, error=run.error, seconds=seconds
            )
        return 0


audit_hourly = Hourly()
