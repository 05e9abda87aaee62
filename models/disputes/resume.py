"""A hold that goes on after a dispute: as it was, or from the beginning of the work."""

from datetime import datetime

from models.payments.confirm_complete import PRESUMED_AFTER
from models.payments.tables import EscrowPayment
from models.timers import cancel, schedule


async def resume(escrow: EscrowPayment, now: datetime) -> None:
    """Nothing was decided about the money: its clocks run on, and what they missed comes at once."""
    escrow.dispute_id = None
    if escrow.release_at is not None:
        escrow.release_at = max(escrow.release_at, now)
        await schedule("escrow.release", escrow.id, escrow.release_at)
    elif escrow.worker_confirmed_at is not None:
        await schedule(
            "payment.presume_complete", escrow.id, max(escrow.worker_confirmed_at + PRESUMED_AFTER, now)
        )
    elif escrow.redo_due_at is not None:
        await schedule("service.redo", escrow.id, max(escrow.redo_due_at, now))
    await escrow.save(update_fields=["dispute_id", "release_at"])


async def redo(escrow: EscrowPayment, until: datetime) -> None:
    """The handyman does it again, says so again, and the client looks again (DIS-16)."""
    escrow.dispute_id, escrow.redo_due_at = None, until
    escrow.completion_confirmed_by_worker, escrow.worker_confirmed_at = False, None
    escrow.completion_confirmed_by_client, escrow.is_presumed = False, False
    escrow.completion_confirmed_at = escrow.release_at = None
    await escrow.save()
    await cancel(escrow.id, "escrow.release", "payment.presume_complete")
    await schedule("service.redo", escrow.id, until)
