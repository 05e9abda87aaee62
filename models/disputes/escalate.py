from uuid import UUID

from models.admin.audit_entry import audit
from models.admin.tell_staff import tell_staff
from models.db import find, transaction
from models.disputes.hold_dispute import hold_dispute
from models.disputes.tables import Dispute, DisputeStatus
from models.errors import Forbidden
from models.idempotency import claim
from models.outbox import record
from models.payments.happened import both, happened
from models.payments.tables import PaymentRequest
from models.people.tables import Role, User, UserStatus


async def escalate(dispute_id: UUID, *, by: User, summary: str, key: str | None = None) -> Dispute:
    """Support hands a dispute to an admin, with what happened and what it recommends (DIS-17). Once is enough."""
    if not by.is_staff:
        raise Forbidden
    async with transaction():
        claimed = await claim(by.id, "disputes.escalate", key, [dispute_id, summary])
        if claimed.is_replay:
            return await find(Dispute, id=dispute_id)
        dispute, held = await hold_dispute(dispute_id, by)
        was_escalated = dispute.status is DisputeStatus.ESCALATED
        dispute.status, dispute.summary = DisputeStatus.ESCALATED, summary
        dispute.assigned_to_id = dispute.assigned_to_id or by.id
        await dispute.save(update_fields=["status", "summary", "assigned_to_id"])
        await audit(by.id, "dispute.escalated", dispute.id)
        await claimed.remember(dispute.id)
        if not was_escalated:
            await happened(
                "dispute.escalated",
                held.request,
                held.conversation,
                to=both(held.request),
                dispute_id=str(dispute.id),
                reference_number=dispute.reference_number,
            )
            await call_admins(dispute, held.request)
    return dispute


async def call_admins(dispute: Dispute, request: PaymentRequest) -> None:
    """They decide now, and are written to."""
    facts = {
        "dispute_id": str(dispute.id),
        "reference_number": dispute.reference_number,
        "payment_request_id": str(request.id),
        "conversation_id": str(request.conversation_id),
    }
    for admin in await User.filter(role=Role.ADMIN, status=UserStatus.ACTIVE, deleted_at=None):
        await record("desk.dispute_escalated", admin_id=str(admin.id), **facts)
    await tell_staff("desk.dispute_escalated", Role.ADMIN, **facts)
