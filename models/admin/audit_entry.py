"""The book of what staff did, and of what people asked of their own data."""

from typing import Any
from uuid import UUID

from models.admin.tables import AuditEntry
from models.clock import business_now
from models.db import current


async def audit_reading(actor_id: UUID, action: str, subject_id: UUID) -> None:
    """Note that staff looked at what isn't theirs; outside of any transaction, before it is shown."""
    await AuditEntry.create(
        actor_id=actor_id, action=action, subject_id=subject_id, created_at=await business_now()
    )


async def audit(actor_id: UUID, action: str, subject_id: UUID | None = None, **facts: Any) -> AuditEntry:
    """Note it in the running transaction; facts are JSON."""
    return await AuditEntry.create(
        actor_id=actor_id,
        action=action,
        subject_id=subject_id,
        facts=facts,
        created_at=await current().now(),
    )
