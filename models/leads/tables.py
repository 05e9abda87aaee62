"""A job that a client describes, who got it, and who bought it."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.columns import Row, belongs_to, instant, money
from models.people.tables import User
from models.uploads.tables import Upload
from models.workers.tables import WorkerProfile


class LeadStatus(StrEnum):
    ACTIVE = "active"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Urgency(StrEnum):
    REGULAR = "regular"
    SOON = "soon"
    URGENT = "urgent"
    EMERGENCY = "emergency"


class PreferredTime(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    FLEXIBLE = "flexible"


class PurchaseStatus(StrEnum):
    PURCHASED = "purchased"
    REFUNDED = "refunded"


class Lead(Row):
    client: fields.ForeignKeyRelation[User] = belongs_to("User")
    client_id: UUID
    service_category = fields.CharField(max_length=100, db_index=True)
    service_subcategory = fields.CharField(max_length=100, null=True)
    title = fields.CharField(max_length=200)
    description = fields.TextField()
    location_zone = fields.CharField(max_length=100, db_index=True)
    zip_code = fields.CharField(max_length=5)
    address = fields.CharField(max_length=300)
    budget_min: Decimal | None = money(null=True)
    budget_max: Decimal | None = money(null=True)
    urgency = fields.CharEnumField(Urgency, max_length=10, default=Urgency.REGULAR)
    preferred_time = fields.CharEnumField(PreferredTime, max_length=10, default=PreferredTime.FLEXIBLE)
    deadline: date | None = fields.DateField(null=True)
    availability: dict[str, list[str]] = fields.JSONField(default=dict)
    price: Decimal = money()
    status = fields.CharEnumField(LeadStatus, max_length=10, default=LeadStatus.ACTIVE, db_index=True)
    created_at: datetime = instant()
    expires_at: datetime = instant()
    cancelled_at: datetime | None = instant(null=True)

    class Meta:
        table = "leads"


class LeadMedia(Row):
    lead: fields.ForeignKeyRelation[Lead] = belongs_to("Lead", on_delete=fields.OnDelete.CASCADE)
    lead_id: UUID
    upload: fields.ForeignKeyRelation[Upload] = belongs_to("Upload", db_index=False)
    upload_id: UUID
    media_type = fields.CharField(max_length=10)
    sort_order = fields.SmallIntField()

    class Meta:
        table = "lead_media"


class LeadRecipient(Row):
    lead: fields.ForeignKeyRelation[Lead] = belongs_to("Lead", db_index=False)
    lead_id: UUID
    worker: fields.ForeignKeyRelation[WorkerProfile] = belongs_to("WorkerProfile")
    worker_id: UUID
    position = fields.SmallIntField()
    """1 to 6, unique in its lead: a seventh recipient has no place to stand (LEAD-03)."""
    sent_at: datetime = instant()

    class Meta:
        table = "lead_recipients"
        unique_together = (("lead", "worker"), ("lead", "position"))


class LeadPurchase(Row):
    """One per lead and worker for ever; after a refund, buying again revives the same row (R-04)."""

    lead: fields.ForeignKeyRelation[Lead] = belongs_to("Lead", db_index=False)
    lead_id: UUID
    worker: fields.ForeignKeyRelation[WorkerProfile] = belongs_to("WorkerProfile")
    worker_id: UUID
    purchase_amount: Decimal = money()
    is_free = fields.BooleanField(default=False)
    week_start_date: date = fields.DateField()
    status = fields.CharEnumField(PurchaseStatus, max_length=10, default=PurchaseStatus.PURCHASED)
    outcome = fields.CharField(max_length=20, null=True)
    client_responded = fields.BooleanField(default=False)
    client_response_at: datetime | None = instant(null=True)
    refund_eligible_until: datetime = instant()
    refunded_at: datetime | None = instant(null=True)
    refund_count = fields.SmallIntField(default=0)
    purchased_at: datetime = instant()
    purchase_count = fields.SmallIntField(default=1)

    class Meta:
        table = "lead_purchases"
        unique_together = (("lead", "worker"),)


class LeadFeedback(Row):
    """The answer to "was this lead legitimate?" after a refund (REF-09)."""

    purchase: fields.ForeignKeyRelation[LeadPurchase] = belongs_to("LeadPurchase", db_index=False)
    purchase_id: UUID
    was_legitimate = fields.BooleanField()
    comment = fields.CharField(max_length=500, null=True)
    created_at: datetime = instant()

    class Meta:
        table = "lead_feedback"
