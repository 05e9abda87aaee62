"""By when support decides (C28), and what an overdue dispute sets off."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog

from models.admin.tell_staff import DESK, tell_staff
from models.db import hold_one, transaction
from models.disputes.tables import Dispute, DisputePriority, DisputeStatus, DisputeType
from models.engine_tables import Timer
from models.outbox import record

log = structlog.get_logger()

WITHIN = {
    DisputePriority.CRITICAL: timedelta(hours=24),
    DisputePriority.HIGH: timedelta(hours=48),
    DisputePriority.MEDIUM: timedelta(hours=72),
    DisputePriority.LOW: timedelta(hours=120),
}
URGENCY = {DisputeType.FRAUD: DisputePriority.CRITICAL, DisputeType.NO_SHOW: DisputePriority.HIGH}
"""What a type makes of a new dispute; the rest is of medium priority."""


def sla_due_at(dispute: Dispute) -> datetime:
    return dispute.created_at + WITHIN[dispute.priority]


async def say_overdue(dispute_id: UUID, *, at: datetime) -> None:
    """The timer at its deadline: an undecided dispute is one for the alarm (TIM-08)."""
    async with transaction(at=at):
        dispute = await hold_one(Dispute, dispute_id)
        if dispute.status is DisputeStatus.RESOLVED or at < sla_due_at(dispute):
            return
        if not await Timer.filter(kind="dispute.sla", subject_id=dispute.id).delete():
            return  # said before: its timer went with the saying
        log.error("dispute.overdue", dispute=dispute.reference_number, priority=dispute.priority.value)
        facts = {"dispute_id": str(dispute.id), "reference_number": dispute.reference_number}
        await record("dispute.overdue", **facts)
        await tell_staff("desk.dispute_overdue", *DESK, **facts)
