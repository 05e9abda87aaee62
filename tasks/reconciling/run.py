"""Compare our intents with Stripe's objects, and repair what is missing by the verbs that webhooks use."""

import time
from datetime import timedelta

import structlog

from integrations.errors import ProviderError
from models.clock import business_now, real_now
from models.reconciling import runs
from models.reconciling.tables import ReconciliationRun
from tasks.reconciling.events import fetch_unheard
from tasks.reconciling.objects import LOOKS, walk_through
from tasks.reconciling.rows import ask_about_rows
from tasks.reconciling.tally import PATIENCE, Tally

log = structlog.get_logger()

LAG = timedelta(minutes=2)
"""What is younger may still be on its way to us."""
LOOK_EVERY = 60.0


async def reconcile(patience: float = PATIENCE) -> ReconciliationRun | None:
    """One run, now; None while another process is at it."""
    async with runs.alone() as is_ours:
        return await _run(patience) if is_ours else None


async def _run(patience: float) -> ReconciliationRun:
    began_at, tally, error = real_now(), Tally(patience), None
    now = await business_now()
    try:
        await fetch_unheard(now - LAG, tally)
        await ask_about_rows(now, tally)
        for kind in LOOKS:
            await walk_through(kind, now - LAG, tally)
    except ProviderError as problem:
        error = str(problem)
    run = await runs.keep_run(
        began_at, looked=tally.looked, repaired=tally.repaired, is_complete=tally.is_complete, error=error
    )
    say = log.info if not (run.findings or run.error) else log.warning
    say("reconciliation.ran", looked=run.looked, repaired=run.repaired, findings=run.findings, error=run.error)
    return run


class Hourly:
    """Called as often as one likes; whether a run is due is asked of the database once a minute."""

    def __init__(self) -> None:
        self._next_at = 0.0

    async def __call__(self) -> int:
        if time.monotonic() < self._next_at:
            return 0
        self._next_at = time.monotonic() + LOOK_EVERY
        async with runs.alone() as is_ours:
            if is_ours and await runs.is_due():
                await _run(PATIENCE)
        return 0


reconcile_hourly = Hourly()
