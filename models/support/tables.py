"""The support desk's own rows."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.columns import Row, belongs_to, instant
from models.people.tables import User
from models.uploads.tables import Upload


class TicketCategory(StrEnum):
    TECHNICAL = "technical"
    ACCOUNT = "account"
    POLICY = "policy"
    GUIDANCE = "guidance"
    PAYMENT = "payment"
    OTHER = "other"


class TicketPriority(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


class TicketStatus(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    WAITING_USER = "waiting_user"
    RESOLVED = "resolved"


class SupportTicket(Row):
    reference_number = fields.CharField(max_length=50, unique=True)
    user: fields.ForeignKeyRelation[User] = belongs_to("User")
    user_id: UUID
    subject = fields.CharField(max_length=255)
    description = fields.TextField()
    category = fields.CharEnumField(TicketCategory, max_length=20)
    priority = fields.CharEnumField(TicketPriority, max_length=10, default=TicketPriority.MEDIUM)
    status = fields.CharEnumField(TicketStatus, max_length=20, default=TicketStatus.OPEN)
    assigned_to: fields.ForeignKeyNullableRelation[User] = belongs_to("User", null=True)
    assigned_to_id: UUID | None
    created_at: datetime = instant()
    resolved_at: datetime | None = instant(null=True)

    class Meta:
        table = "support_tickets"


class SupportMessage(Row):
    ticket: fields.ForeignKeyRelation[SupportTicket] = belongs_to("SupportTicket")
    ticket_id: UUID
    sender: fields.ForeignKeyRelation[User] = belongs_to("User")
    sender_id: UUID
    message = fields.TextField()
    is_internal = fields.BooleanField(default=False)
    upload: fields.ForeignKeyNullableRelation[Upload] = belongs_to("Upload", null=True, db_index=False)
    upload_id: UUID | None
    created_at: datetime = instant()

    class Meta:
        table = "support_messages"


class CannedResponse(Row):
    title = fields.CharField(max_length=100)
    body = fields.TextField()
    created_by: fields.ForeignKeyRelation[User] = belongs_to("User")
    created_by_id: UUID
    created_at: datetime = instant()

    class Meta:
        table = "canned_responses"


class SatisfactionSurvey(Row):
    ticket: fields.ForeignKeyRelation[SupportTicket] = belongs_to("SupportTicket", db_index=False)
    ticket_id: UUID
    rating = fields.SmallIntField()
    would_recommend = fields.BooleanField(null=True)
    comment = fields.TextField(null=True)
    created_at: datetime = instant()

    class Meta:
        table = "satisfaction_surveys"
