"""A hold that goes on after a dispute: as it was, or from the beginning of the work."""

from datetime import datetime

from models.payments.clocks import run_clocks
from models.payments.tables import EscrowPayment
from models.timers import cancel


async def resume(escrow: EscrowPayment, now: datetime) -> None:
    """Nothing was decided about the money: its clocks run on, and what they missed comes at once."""
    escrow.dispute_id = None
    if escrow.release_at is not None:
        escrow.release_at = max(escrow.release_at, now)
    elif escrow.presumed_at is not None:
        escrow.presumed_at = max(escrow.presumed_at, now)
    elif escrow.redo_due_at is not None:
        escrow.redo_due_at = max(escrow.redo_due_at, now)
    await escrow.save(update_fields=["dispute_id", "release_at", "presumed_at", "redo_due_at"])
    await run_clocks(escrow)


async def redo(escrow: EscrowPayment, until: datetime) -> None:
    """The handyman does it again, says so again, and the client looks again (DIS-16)."""
    escrow.dispute_id, escrow.redo_due_at = None, until
    escrow.completion_confirmed_by_worker = False
    escrow.worker_confirmed_at = escrow.presumed_at = None
    escrow.completion_confirmed_by_client, escrow.is_presumed = False, False
    escrow.completion_confirmed_at = escrow.release_at = None
    await escrow.save()
    await cancel(escrow.id, "escrow.release", "payment.presume_complete")
    await run_clocks(escrow)
