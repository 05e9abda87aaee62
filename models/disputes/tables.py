"""Trouble with a payment that is still held."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.columns import Row, belongs_to, instant, money
from models.payments.tables import EscrowPayment
from models.people.tables import User
from models.uploads.tables import Upload


class DisputeType(StrEnum):
    PAYMENT = "payment"
    QUALITY = "quality"
    NO_SHOW = "no_show"
    FRAUD = "fraud"
    OTHER = "other"


class DisputePriority(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class DisputeStatus(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    ESCALATED = "escalated"


class ResolutionType(StrEnum):
    FULL_REFUND = "full_refund"
    PARTIAL_REFUND = "partial_refund"
    PAYMENT_TO_WORKER = "payment_to_worker"
    REDO = "redo"
    OTHER = "other"


class Dispute(Row):
    reference_number = fields.CharField(max_length=50, unique=True)
    escrow_payment: fields.ForeignKeyRelation[EscrowPayment] = belongs_to("EscrowPayment")
    escrow_payment_id: UUID
    raised_by: fields.ForeignKeyRelation[User] = belongs_to("User")
    raised_by_id: UUID
    dispute_type = fields.CharEnumField(DisputeType, max_length=20)
    priority = fields.CharEnumField(DisputePriority, max_length=10, default=DisputePriority.MEDIUM)
    description = fields.TextField()
    desired_resolution = fields.TextField(null=True)
    answer = fields.TextField(null=True)
    answered_at: datetime | None = instant(null=True)
    status = fields.CharEnumField(DisputeStatus, max_length=20, default=DisputeStatus.OPEN)
    assigned_to: fields.ForeignKeyNullableRelation[User] = belongs_to("User", null=True)
    assigned_to_id: UUID | None
    resolution = fields.TextField(null=True)
    resolution_type: ResolutionType | None = fields.CharEnumField(  # type: ignore[assignment]  # it may be null
        ResolutionType, max_length=20, null=True
    )
    refund_amount: Decimal | None = money(null=True)
    redo_due_at: datetime | None = instant(null=True)
    summary = fields.TextField(null=True)
    """What support hands to the admin (DIS-17): what happened, and what it recommends."""
    created_at: datetime = instant()
    resolved_at: datetime | None = instant(null=True)

    class Meta:
        table = "disputes"


class DisputeEvidence(Row):
    dispute: fields.ForeignKeyRelation[Dispute] = belongs_to("Dispute", on_delete=fields.OnDelete.CASCADE)
    dispute_id: UUID
    uploaded_by: fields.ForeignKeyRelation[User] = belongs_to("User")
    uploaded_by_id: UUID
    upload: fields.ForeignKeyRelation[Upload] = belongs_to("Upload", db_index=False)
    upload_id: UUID
    media_type = fields.CharField(max_length=10)
    description = fields.TextField(default="")
    created_at: datetime = instant()

    class Meta:
        table = "dispute_evidence"


class DisputeNote(Row):
    """What staff write down for each other; the two whom it is about never read it (DIS-11)."""

    dispute: fields.ForeignKeyRelation[Dispute] = belongs_to("Dispute", on_delete=fields.OnDelete.CASCADE)
    dispute_id: UUID
    author: fields.ForeignKeyRelation[User] = belongs_to("User")
    author_id: UUID
    body = fields.TextField()
    created_at: datetime = instant()

    class Meta:
        table = "dispute_notes"
