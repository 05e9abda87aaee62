"""Staff lets a handyman in (ACC-07, ACC-08)."""

from datetime import timedelta
from uuid import UUID

from models.db import current, transaction
from models.notices.tell import tell
from models.outbox import record
from models.wallet.transactions import WalletChanged
from models.workers.decide import decide, hold_pending
from models.workers.tables import ApprovalStatus, WorkerProfile

FREE_FOR = timedelta(days=7)
"""R-07: 7 × 24 hours from the first approval; a later one brings no second free week."""


async def approve(worker_id: UUID, *, by: UUID) -> WorkerProfile:
    """Raises NotFound, NotPending."""
    async with transaction():
        _, profile, now = await hold_pending(worker_id)
        profile.approved_at = now
        profile.approved_by_id = by
        profile.free_until = profile.free_until or now + FREE_FOR
        profile.may_reapply_at = None
        profile.last_active_at = profile.last_active_at or now
        await decide(profile, ApprovalStatus.APPROVED, by=by)
        await record("worker.approved", worker_id=str(worker_id))
        current().announce(WalletChanged(worker_id))
        await tell(worker_id, "worker.approved", free_until=profile.free_until.isoformat())
    return profile
