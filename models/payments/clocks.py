"""What will happen to a hold by itself, and what makes it stand still: a dispute, a bank, a suspension."""

from datetime import datetime, timedelta

from models.db import current
from models.engine_tables import Timer
from models.payments.limits import latest_deadline
from models.payments.overdue_work import AFTER, promised_at
from models.payments.tables import EscrowPayment, PaymentRequest
from models.timers import schedule

PAUSED = ("escrow.release", "payment.presume_complete", "service.redo", *AFTER)
"""What waits for a decision; the limits of holding don't."""


async def run_clocks(escrow: EscrowPayment) -> None:
    """Set the timer of what comes next, if nothing stops it."""
    if escrow.dispute_id is not None or escrow.chargeback_id is not None or escrow.paused_at is not None:
        return
    if escrow.release_at is not None:
        await schedule("escrow.release", escrow.id, escrow.release_at)
    elif escrow.presumed_at is not None:
        await schedule("payment.presume_complete", escrow.id, escrow.presumed_at)
    elif escrow.redo_due_at is not None:
        await schedule("service.redo", escrow.id, escrow.redo_due_at)


async def stop_clocks(escrow: EscrowPayment) -> None:
    """From now on. What fell due before happens still, however late its timer runs (R-19)."""
    escrow.paused_at = await current().now()
    await escrow.save(update_fields=["paused_at"])
    await Timer.filter(subject_id=escrow.id, kind__in=PAUSED, due_at__gt=escrow.paused_at).delete()


async def restart_clocks(request: PaymentRequest, escrow: EscrowPayment) -> None:
    """They go on with as much time as was left."""
    now = await current().now()
    stopped, escrow.paused_at = escrow.paused_at or now, None
    if escrow.completion_confirmed_at is not None:
        escrow.release_at = later(escrow.release_at, max(stopped, escrow.completion_confirmed_at), now)
    elif escrow.worker_confirmed_at is not None:
        escrow.presumed_at = later(escrow.presumed_at, max(stopped, escrow.worker_confirmed_at), now)
    elif escrow.redo_due_at is not None:
        moved = later(escrow.redo_due_at, stopped, now)
        escrow.redo_due_at = moved and min(moved, max(latest_deadline(escrow), escrow.redo_due_at))
    elif escrow.dispute_id is None and escrow.chargeback_id is None:
        await watch_again(request, escrow, stopped, now - stopped)
    await escrow.save(update_fields=["paused_at", "release_at", "presumed_at", "redo_due_at"])
    await run_clocks(escrow)


def later(due_at: datetime | None, since: datetime, now: datetime) -> datetime | None:
    return due_at if due_at is None or due_at <= since else due_at + (now - since)


async def watch_again(request: PaymentRequest, escrow: EscrowPayment, stopped: datetime, for_: timedelta) -> None:
    for kind, after in AFTER.items():
        due_at = promised_at(request, escrow) + after
        if due_at > stopped:
            await schedule(kind, escrow.id, due_at + for_)
