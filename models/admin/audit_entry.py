"""The book of what staff did."""

from typing import Any
from uuid import UUID

from models.admin.tables import AuditEntry
from models.db import current


async def audit(actor_id: UUID, action: str, subject_id: UUID | None = None, **facts: Any) -> None:
    """Note it in the running transaction; facts are JSON."""
    await AuditEntry.create(
        actor_id=actor_id,
        action=action,
        subject_id=subject_id,
        facts=facts,
        created_at=await current().now(),
    )
