from typing import Any
from uuid import UUID

from models.db import find
from models.disputes.case import case_of
from models.disputes.sla import sla_due_at
from models.disputes.tables import Dispute, DisputeEvidence
from models.payments.access import escrow_for
from models.payments.tables import EscrowPayment
from models.people.tables import User
from models.uploads.shown import shown
from models.uploads.tables import Upload


async def dispute_for(reader: User, dispute_id: UUID) -> Dispute:
    """Seen by both parties of its payment, and by staff."""
    dispute = await find(Dispute, id=dispute_id)
    await escrow_for(reader, dispute.escrow_payment_id)
    return dispute


async def present(dispute: Dispute, reader: User) -> dict[str, Any]:
    """As this reader may see it: what staff write for each other stays with them (DIS-11)."""
    escrow = await find(EscrowPayment, id=dispute.escrow_payment_id)
    facts: dict[str, Any] = {
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
        "evidence": await evidence_of(dispute),
        "status": dispute.status,
        "resolution_type": dispute.resolution_type,
        "refund_amount": dispute.refund_amount,
        "redo_due_at": dispute.redo_due_at,
        "created_at": dispute.created_at,
        "sla_due_at": sla_due_at(dispute),
        "resolved_at": dispute.resolved_at,
    }
    if reader.is_staff:
        facts |= {
            "assigned_to": dispute.assigned_to_id and str(dispute.assigned_to_id),
            "summary": dispute.summary,
            "resolution": dispute.resolution,
        } | await case_of(dispute, escrow)
    return facts


async def evidence_of(dispute: Dispute) -> list[dict[str, Any]]:
    """In the order in which it was shown."""
    rows = await DisputeEvidence.filter(dispute_id=dispute.id).order_by("created_at", "id")
    uploads = await Upload.in_bulk([row.upload_id for row in rows], "id")
    return [present_evidence(row, uploads[row.upload_id]) for row in rows]


def present_evidence(row: DisputeEvidence, upload: Upload) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "uploaded_by": str(row.uploaded_by_id),
        "media_type": row.media_type,
        "media": shown(upload),
        "description": row.description,
        "created_at": row.created_at,
    }
