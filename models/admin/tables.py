"""What staff did, kept for good."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import fields

from models.columns import Row, belongs_to, instant
from models.people.tables import User


class AuditEntry(Row):
    actor: fields.ForeignKeyRelation[User] = belongs_to("User")
    actor_id: UUID
    action = fields.CharField(max_length=60)
    subject_id: UUID | None = fields.UUIDField(null=True, db_index=True)
    facts: dict[str, Any] = fields.JSONField(default=dict)
    created_at: datetime = instant()

    class Meta:
        table = "audit_entries"


class AuditRun(Row):
    """What `models/audit.py` found, each time that it was asked."""

    began_at: datetime = instant()
    """Real time, as of `finished_at`: operators ask how old the answer is."""
    finished_at: datetime = instant()
    faults: int | None = fields.IntField(null=True)
    """None when it broke off; `error` says why."""
    first_faults: list[str] = fields.JSONField(default=list)
    error = fields.CharField(max_length=300, null=True)

    class Meta:
        table = "audit_runs"
