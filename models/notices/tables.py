"""What concerns one user alone, numbered per user as a timeline is per conversation."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import Row, belongs_to, instant
from models.people.tables import User


class Notice(Row):
    user: fields.ForeignKeyRelation[User] = belongs_to("User", db_index=False)
    user_id: UUID
    seq = fields.IntField()
    kind = fields.CharField(max_length=40)
    facts: dict[str, Any] = fields.JSONField(default=dict)
    created_at: datetime = instant()
    read_at: datetime | None = instant(null=True)

    class Meta:
        table = "notices"
        unique_together = (("user", "seq"),)


class NoticeCounter(Model):
    user_id = fields.UUIDField(primary_key=True)
    last_seq = fields.IntField(default=0)
    last_read_seq = fields.IntField(default=0)

    class Meta:
        table = "notice_counters"
