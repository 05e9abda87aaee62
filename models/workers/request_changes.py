"""Staff asks a handyman for changes before deciding (C30)."""

from uuid import UUID

from models.db import transaction
from models.notices.tell import tell
from models.outbox import record
from models.workers.decide import decide, hold_pending
from models.workers.tables import ApprovalStatus, WorkerProfile


async def request_changes(worker_id: UUID, notes: str, *, by: UUID) -> WorkerProfile:
    """Raises NotFound, NotPending."""
    async with transaction():
        _, profile, _ = await hold_pending(worker_id)
        profile.admin_notes = notes
        await decide(profile, ApprovalStatus.CHANGES_REQUESTED, by=by, reason=notes)
        await record("worker.changes_requested", worker_id=str(worker_id), notes=notes)
        await tell(worker_id, "worker.changes_requested", notes=notes)
    return profile
