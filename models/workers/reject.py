"""Staff turns a handyman down (ACC-09)."""

from calendar import monthrange
from datetime import datetime
from uuid import UUID

from models.clock import MEXICO_CITY
from models.db import transaction
from models.notices.tell import tell
from models.outbox import record
from models.people.sanction import sanction
from models.people.tables import SanctionKind
from models.workers.decide import decide, hold_pending
from models.workers.tables import ApprovalStatus, RejectionReason, WorkerProfile

MONTHS_UNTIL_REAPPLYING = 6


async def reject(worker_id: UUID, reason: RejectionReason, detail: str | None, *, by: UUID) -> WorkerProfile:
    """Not again for six months; a fraud never again (ACC-09). Raises NotFound, NotPending."""
    async with transaction():
        user, profile, now = await hold_pending(worker_id)
        profile.rejection_reason = f"{reason}: {detail}" if detail else str(reason)
        profile.may_reapply_at = months_after(now, MONTHS_UNTIL_REAPPLYING)
        await decide(profile, ApprovalStatus.REJECTED, by=by, reason=profile.rejection_reason)
        await record("worker.rejected", worker_id=str(worker_id), reason=str(reason), detail=detail or "")
        await tell(
            worker_id,
            "worker.rejected",
            reason=str(reason),
            detail=detail or "",
            may_reapply_at=profile.may_reapply_at.isoformat(),
        )
        if reason == RejectionReason.FRAUDULENT:
            await sanction(user, SanctionKind.BAN, profile.rejection_reason, by=by)
    return profile


def months_after(moment: datetime, months: int) -> datetime:
    """The same day and hour in Mexico City; the month's last day where it has no such day."""
    there = moment.astimezone(MEXICO_CITY)
    years, month = divmod(there.month - 1 + months, 12)
    year, month = there.year + years, month + 1
    return there.replace(year=year, month=month, day=min(there.day, monthrange(year, month)[1])).astimezone(
        moment.tzinfo
    )
