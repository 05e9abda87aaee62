"""Files people hand us: one owner, one purpose, one place where they are used (R-29)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.columns import Row, belongs_to, instant
from models.people.tables import User


class Purpose(StrEnum):
    PROFILE = "profile"
    PORTFOLIO = "portfolio"
    LEAD = "lead"
    MESSAGE = "message"
    COMPLETION = "completion"
    REVIEW = "review"
    EVIDENCE = "evidence"
    TICKET = "ticket"


class MediaKind(StrEnum):
    IMAGE = "image"
    VIDEO = "video"
    VOICE = "voice"
    FILE = "file"


class UploadState(StrEnum):
    RECEIVED = "received"
    """Stored as it came; nobody but the worker process may read it."""
    READY = "ready"
    REFUSED = "refused"


class Upload(Row):
    owner: fields.ForeignKeyRelation[User] = belongs_to("User")
    owner_id: UUID
    purpose = fields.CharEnumField(Purpose, max_length=20)
    kind = fields.CharEnumField(MediaKind, max_length=10)
    state = fields.CharEnumField(UploadState, max_length=10, default=UploadState.RECEIVED)
    object_key = fields.CharField(max_length=200, unique=True)
    content_type = fields.CharField(max_length=100)
    byte_size = fields.IntField()
    width = fields.IntField(null=True)
    height = fields.IntField(null=True)
    seconds = fields.FloatField(null=True)
    peaks = fields.CharField(max_length=64, null=True)
    created_at: datetime = instant()
    attached_at: datetime | None = instant(null=True)
    erased_at: datetime | None = instant(null=True)

    class Meta:
        table = "uploads"
