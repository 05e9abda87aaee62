"""The conversation and its one numbered timeline."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields

from models.columns import Row, belongs_to, instant
from models.leads.tables import Lead, LeadPurchase
from models.people.tables import User
from models.uploads.tables import Upload


class ConversationStatus(StrEnum):
    ACTIVE = "active"
    ARCHIVED = "archived"
    FLAGGED = "flagged"


class Side(StrEnum):
    """A reader's side of a conversation; rooms and projections are per side (R-22)."""

    CLIENT = "client"
    WORKER = "worker"
    STAFF = "staff"


class Audience(StrEnum):
    """Who may see a row; staff see every row."""

    BOTH = "both"
    CLIENT = "client"
    WORKER = "worker"
    STAFF = "staff"


class MessageType(StrEnum):
    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"
    VOICE = "voice"
    FILE = "file"
    EVENT = "event"


class FlagReason(StrEnum):
    INAPPROPRIATE = "inappropriate"
    SPAM = "spam"
    HARASSMENT = "harassment"
    SCAM = "scam"
    OTHER = "other"


class FlagStatus(StrEnum):
    PENDING = "pending"
    UNDER_REVIEW = "under_review"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"


class Conversation(Row):
    """`last_seq` is taken under this row's lock; nothing that every message changes is indexed (HOT)."""

    lead: fields.ForeignKeyRelation[Lead] = belongs_to("Lead", db_index=False)
    lead_id: UUID
    purchase: fields.ForeignKeyRelation[LeadPurchase] = belongs_to("LeadPurchase", db_index=False)
    purchase_id: UUID
    client: fields.ForeignKeyRelation[User] = belongs_to("User")
    client_id: UUID
    worker: fields.ForeignKeyRelation[User] = belongs_to("User")
    worker_id: UUID
    status = fields.CharEnumField(ConversationStatus, max_length=10, default=ConversationStatus.ACTIVE)
    last_seq = fields.IntField(default=0)
    news_for_client = fields.IntField(default=0, db_default=0)
    news_for_worker = fields.IntField(default=0, db_default=0)
    """How many rows there ever were that this side can see and didn't write; unread is what of them isn't read."""
    contact: dict[str, str] | None = fields.JSONField(null=True)
    """What the client's account said at the moment of the reveal (R-08); null before it."""
    contact_revealed_at: datetime | None = instant(null=True)
    worker_wrote_at: datetime | None = instant(null=True)
    deleted_at: datetime | None = instant(null=True)
    deleted_by: fields.ForeignKeyNullableRelation[User] = belongs_to("User", null=True)
    deleted_by_id: UUID | None
    created_at: datetime = instant()
    updated_at: datetime = instant()

    class Meta:
        table = "conversations"
        unique_together = (("lead", "worker"),)


class Participant(Row):
    conversation: fields.ForeignKeyRelation[Conversation] = belongs_to("Conversation", db_index=False)
    conversation_id: UUID
    user: fields.ForeignKeyRelation[User] = belongs_to("User")
    user_id: UUID
    side = fields.CharEnumField(Side, max_length=10)
    last_read_seq = fields.IntField(default=0)
    news_read = fields.IntField(default=0, db_default=0)
    """How many of the rows that count for this person stand at or before `last_read_seq`; staff don't count."""
    read_at: datetime | None = instant(null=True)
    joined_at: datetime = instant()
    left_at: datetime | None = instant(null=True)
    archived_seq = fields.IntField(null=True)
    """Put aside by this person until something newer than this happens (CHAT-16)."""
    muted_at: datetime | None = instant(null=True)
    """Since when this person wants no alerts of it; null while they do."""
    quiet_seq = fields.IntField(default=0, db_default=0)
    """Where the last silence ended: up to here nothing is told of any more."""

    class Meta:
        table = "conversation_participants"
        unique_together = (("conversation", "user"),)


class Message(Row):
    conversation: fields.ForeignKeyRelation[Conversation] = belongs_to("Conversation", db_index=False)
    conversation_id: UUID
    seq = fields.IntField()
    sender: fields.ForeignKeyNullableRelation[User] = belongs_to("User", null=True)
    sender_id: UUID | None
    message_type = fields.CharEnumField(MessageType, max_length=10)
    content = fields.TextField(null=True)
    upload: fields.ForeignKeyNullableRelation[Upload] = belongs_to("Upload", null=True, db_index=False)
    upload_id: UUID | None
    event: dict[str, Any] | None = fields.JSONField(null=True)
    audience = fields.CharEnumField(Audience, max_length=10, default=Audience.BOTH)
    target_seq = fields.IntField(null=True)
    """The earlier row that this one changes (R-23)."""
    client_msg_id = fields.CharField(max_length=64, null=True)
    body_hash = fields.CharField(max_length=64, null=True)
    """Tells a resend (R-24) from another message under the same key."""
    created_at: datetime = instant()

    class Meta:
        table = "messages"
        # the second one by an index that begins with the sender (migration 0007)
        unique_together = (("conversation", "seq"), ("conversation", "sender", "client_msg_id"))


class FlaggedConversation(Row):
    reference_number = fields.CharField(max_length=50, unique=True)
    conversation: fields.ForeignKeyRelation[Conversation] = belongs_to("Conversation")
    conversation_id: UUID
    flagged_by: fields.ForeignKeyRelation[User] = belongs_to("User")
    flagged_by_id: UUID
    reason = fields.CharEnumField(FlagReason, max_length=20)
    description = fields.TextField(null=True)
    status = fields.CharEnumField(FlagStatus, max_length=20, default=FlagStatus.PENDING)
    reviewed_by: fields.ForeignKeyNullableRelation[User] = belongs_to("User", null=True)
    reviewed_by_id: UUID | None
    resolution = fields.TextField(null=True)
    created_at: datetime = instant()
    reviewed_at: datetime | None = instant(null=True)

    class Meta:
        table = "flagged_conversations"


class FlaggedMessage(Row):
    flag: fields.ForeignKeyRelation[FlaggedConversation] = belongs_to("FlaggedConversation", db_index=False)
    flag_id: UUID
    message: fields.ForeignKeyRelation[Message] = belongs_to("Message")
    message_id: UUID

    class Meta:
        table = "flagged_messages"
        unique_together = (("flag", "message"),)
