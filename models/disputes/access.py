from typing import Any
from uuid import UUID

from models.db import find
from models.disputes.tables import Dispute
from models.payments.access import escrow_for
from models.payments.tables import EscrowPayment
from models.people.tables import User


async def dispute_for(reader: User, dispute_id: UUID) -> Dispute:
    """Seen by both parties of its payment, and by staff."""
    dispute = await find(Dispute, id=dispute_id)
    await escrow_for(reader, dispute.escrow_payment_id)
    return dispute


async def present(dispute: Dispute) -> dict[str, Any]:
    escrow = await find(EscrowPayment, id=dispute.escrow_payment_id)
    return {
        "id": str(dispute.id),
        "reference_number": dispute.reference_number,
        "escrow_payment_id": str(escrow.id),
        "payment_request_id": str(escrow.payment_request_id),
        "raised_by": str(dispute.raised_by_id),
        "dispute_type": dispute.dispute_type,
        "priority": dispute.priority,
        "description": dispute.description,
        "desired_resolution": dispute.desired_resolution,
        "answer": dispute.answer,
        "answered_at": dispute.answered_at,
        "status": dispute.status,
        "resolution": dispute.resolution,
        "resolution_type": dispute.resolution_type,
        "refund_amount": dispute.refund_amount,
        "redo_due_at": dispute.redo_due_at,
        "created_at": dispute.created_at,
        "resolved_at": dispute.resolved_at,
    }
