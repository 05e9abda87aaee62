"""What the three decisions about a submitted profile share."""

from datetime import datetime
from typing import Any
from uuid import UUID

from models.admin.audit_entry import audit
from models.db import current, hold_one
from models.errors import Conflict, NotFound
from models.people.tables import User
from models.workers.tables import ApprovalDecision, ApprovalStatus, WorkerProfile


class NotPending(Conflict):
    """Nobody asked, or a colleague was quicker; `approval_status` says what it is now."""


async def hold_pending(worker_id: UUID) -> tuple[User, WorkerProfile, datetime]:
    """The handyman and the profile, held, and the time. Raises NotFound, NotPending."""
    user = await hold_one(User, worker_id)
    profile = await hold_one(WorkerProfile, worker_id)
    if user.deleted_at is not None:
        raise NotFound
    if profile.approval_status != ApprovalStatus.PENDING:
        raise NotPending(approval_status=profile.approval_status)
    return user, profile, await current().now()


async def decide(
    profile: WorkerProfile, decision: ApprovalStatus, *, by: UUID, reason: str | None = None, **facts: Any
) -> None:
    """Save the profile in its new state, with who decided and why."""
    now = await current().now()
    profile.approval_status = decision
    profile.updated_at = now
    await profile.save()
    await ApprovalDecision.create(
        worker_id=profile.user_id, decision=decision, reason=reason, by_id=by, created_at=now
    )
    await audit(by, f"worker.{decision}", profile.user_id, reason=reason, **facts)
