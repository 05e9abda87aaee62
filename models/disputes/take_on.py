from uuid import UUID

from models.admin.audit_entry import audit
from models.db import find, transaction
from models.disputes.hold_dispute import hold_dispute
from models.disputes.sla import sla_due_at
from models.disputes.tables import Dispute, DisputePriority, DisputeStatus
from models.errors import Forbidden
from models.idempotency import claim
from models.people.tables import Role, User
from models.timers import schedule


async def take_on(
    dispute_id: UUID, *, by: User, priority: DisputePriority | None = None, key: str | None = None
) -> Dispute:
    """Work on a dispute, one's own from now on (DIS-02); with another priority, if it deserves one.

    What was escalated stays so, and is an admin's. Raises Forbidden, NotFound, DisputeResolved.
    """
    if not by.is_staff:
        raise Forbidden
    async with transaction():
        claimed = await claim(by.id, "disputes.take", key, [dispute_id, priority])
        if claimed.is_replay:
            return await find(Dispute, id=dispute_id)
        dispute, _ = await hold_dispute(dispute_id, by)
        if dispute.status is DisputeStatus.ESCALATED and by.role != Role.ADMIN:
            raise Forbidden
        if dispute.status is DisputeStatus.OPEN:
            dispute.status = DisputeStatus.IN_PROGRESS
        dispute.assigned_to_id, dispute.priority = by.id, priority or dispute.priority
        await dispute.save(update_fields=["status", "assigned_to_id", "priority"])
        if priority is not None:
            await schedule("dispute.sla", dispute.id, sla_due_at(dispute))
        await audit(by.id, "dispute.taken_on", dispute.id, priority=dispute.priority.value)
        await claimed.remember(dispute.id)
    return dispute
