from datetime import datetime
from uuid import UUID

from models.db import find, transaction
from models.disputes.open import freeze
from models.disputes.sla import WITHIN
from models.disputes.tables import Dispute, DisputeStatus, ResolutionType
from models.payments.happened import both, happened
from models.payments.hold_payment import hold_payment
from models.payments.stopped import is_stopped
from models.payments.tables import EscrowPayment, EscrowStatus
from models.timers import schedule


async def reopen_unless_redone(escrow_id: UUID, *, at: datetime) -> None:
    """The deadline of doing it again (TIM-07): work that nobody said was done is support's again."""
    seen = await find(EscrowPayment, id=escrow_id)
    async with transaction(at=at):
        held = await hold_payment(seen.payment_request_id)
        escrow = held.escrow
        is_waiting = escrow.status is EscrowStatus.HELD and escrow.dispute_id is None
        is_waiting = is_waiting and escrow.chargeback_id is None and not is_stopped(escrow, at)
        if not is_waiting or escrow.redo_due_at is None or at < escrow.redo_due_at:
            return
        if escrow.worker_confirmed_at is not None:
            return
        dispute = await last_redo(escrow_id)
        dispute.status, dispute.resolved_at, dispute.resolution_type = DisputeStatus.OPEN, None, None
        await dispute.save(update_fields=["status", "resolved_at", "resolution_type"])
        escrow.redo_due_at = None
        await escrow.save(update_fields=["redo_due_at"])
        await freeze(escrow, dispute)
        await schedule("dispute.sla", dispute.id, at + WITHIN[dispute.priority])
        await happened(
            "dispute.reopened",
            held.request,
            held.conversation,
            to=both(held.request),
            dispute_id=str(dispute.id),
            reference_number=dispute.reference_number,
        )


async def last_redo(escrow_id: UUID) -> Dispute:
    """The decision that asked for it; the payment is held, so nobody opens another meanwhile."""
    found = (
        await Dispute.filter(escrow_payment_id=escrow_id, resolution_type=ResolutionType.REDO)
        .order_by("-resolved_at")
        .first()
    )
    assert found is not None  # noqa: S101 - who set a deadline wrote it down
    return found
