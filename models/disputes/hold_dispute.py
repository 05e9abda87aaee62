from uuid import UUID

from models.db import find
from models.disputes.tables import Dispute, DisputeStatus
from models.errors import Conflict, Forbidden, NotFound
from models.payments.hold_payment import HeldPayment, hold_payment
from models.payments.tables import EscrowPayment
from models.people.tables import User


class DisputeResolved(Conflict):
    """Decided by support, or ended by what both agreed on."""


async def hold_dispute(dispute_id: UUID, by: User) -> tuple[Dispute, HeldPayment]:
    """A dispute that is still open, with the payment that it freezes; for the two whom it is about, and for staff.

    Raises NotFound, DisputeResolved.
    """
    seen = await find(Dispute, id=dispute_id)
    escrow = await find(EscrowPayment, id=seen.escrow_payment_id)
    held = await hold_payment(escrow.payment_request_id)
    if by.id not in (held.request.client_id, held.request.worker_id) and not by.is_staff:
        raise NotFound
    dispute = held.dispute
    if dispute is None or dispute.id != dispute_id or dispute.status is DisputeStatus.RESOLVED:
        raise DisputeResolved
    return dispute, held


def refuse_staff(by: User) -> None:
    """What only the two whom it is about may do."""
    if by.is_staff:
        raise Forbidden
