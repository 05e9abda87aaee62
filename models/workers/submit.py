"""A handyman asks to be let in."""

from uuid import UUID

from models.db import hold_one, transaction
from models.errors import Conflict, Refused
from models.outbox import record
from models.people.tables import User
from models.people.verified import refuse_unverified
from models.workers.save_profile import hold_profile, touch
from models.workers.tables import ApprovalStatus, WorkerProfile, WorkerService


class AlreadySubmitted(Conflict):
    pass


class AlreadyApproved(Conflict):
    pass


class ReapplyLater(Refused):
    """Six months after a rejection (ACC-09); `may_reapply_at` says when."""


class ProfileIncomplete(Refused):
    """`missing` names what a profile needs before people look at it."""


async def submit(worker_id: UUID) -> WorkerProfile:
    """Put the profile into the approval queue.

    Raises ProfileMissing, AlreadySubmitted, AlreadyApproved, EmailNotVerified, PhoneNotVerified,
    ProfileIncomplete, ReapplyLater.
    """
    async with transaction() as tx:
        user = await hold_one(User, worker_id)
        profile = await hold_profile(worker_id)
        now = await tx.now()
        if profile.approval_status == ApprovalStatus.PENDING:
            raise AlreadySubmitted
        if profile.approval_status == ApprovalStatus.APPROVED:
            raise AlreadyApproved
        refuse_unverified(user)
        if profile.may_reapply_at is not None and now < profile.may_reapply_at:
            raise ReapplyLater(may_reapply_at=profile.may_reapply_at)
        await _refuse_incomplete(profile)
        profile.approval_status = ApprovalStatus.PENDING
        profile.submitted_at = now
        await touch(profile, "approval_status", "submitted_at")
        await record("worker.submitted", worker_id=str(worker_id))
    return profile


async def _refuse_incomplete(profile: WorkerProfile) -> None:
    missing = [
        part
        for part, is_there in (
            ("description", profile.description),
            ("service_areas", profile.service_areas),
            ("services", await WorkerService.exists(worker_id=profile.user_id)),
        )
        if not is_there
    ]
    if missing:
        raise ProfileIncomplete(missing=missing)
