"""Handymen: what they offer, where, when, and whether they were approved."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model

from models.columns import Row, belongs_to, instant, money
from models.people.tables import User


class ApprovalStatus(StrEnum):
    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    CHANGES_REQUESTED = "changes_requested"


class PricingType(StrEnum):
    HOURLY = "hourly"
    FIXED = "fixed"


class RejectionReason(StrEnum):
    FAKE_PROFILE = "fake_profile"
    INAPPROPRIATE = "inappropriate"
    DUPLICATE = "duplicate"
    BELOW_QUALITY = "below_quality"
    FRAUDULENT = "fraudulent"
    NOT_LEGITIMATE = "not_legitimate"


class WorkerProfile(Model):
    """Keyed by its user (the foreign key stands in SQL): a `worker_id` is the user's id everywhere."""

    user_id = fields.UUIDField(primary_key=True)
    description = fields.CharField(max_length=400, default="")
    service_areas: list[str] = ArrayField("text", default=list)
    availability: dict[str, list[str]] = fields.JSONField(default=dict)
    approval_status = fields.CharEnumField(
        ApprovalStatus, max_length=20, default=ApprovalStatus.DRAFT, db_index=True
    )
    submitted_at: datetime | None = instant(null=True)
    approved_by: fields.ForeignKeyNullableRelation[User] = belongs_to("User", null=True)
    approved_by_id: UUID | None
    approved_at: datetime | None = instant(null=True)
    free_until: datetime | None = instant(null=True)
    rejection_reason = fields.TextField(null=True)
    may_reapply_at: datetime | None = instant(null=True)
    admin_notes = fields.TextField(null=True)
    is_paused = fields.BooleanField(default=False)
    last_active_at: datetime | None = instant(null=True)
    created_at: datetime = instant()
    updated_at: datetime = instant()

    class Meta:
        table = "worker_profiles"


class ApprovalDecision(Row):
    """Who decided what about a profile, and why; the profile carries the latest."""

    worker: fields.ForeignKeyRelation[WorkerProfile] = belongs_to("WorkerProfile")
    worker_id: UUID
    decision = fields.CharEnumField(ApprovalStatus, max_length=20)
    reason = fields.TextField(null=True)
    by: fields.ForeignKeyRelation[User] = belongs_to("User")
    by_id: UUID
    created_at: datetime = instant()

    class Meta:
        table = "approval_decisions"


class Service(Row):
    name = fields.CharField(max_length=100)
    category = fields.CharField(max_length=100, db_index=True)
    description = fields.TextField(default="")
    keywords: list[str] = ArrayField("text", default=list)

    class Meta:
        table = "services"
        unique_together = (("category", "name"),)


class WorkerService(Row):
    worker: fields.ForeignKeyRelation[WorkerProfile] = belongs_to("WorkerProfile", db_index=False)
    worker_id: UUID
    service: fields.ForeignKeyRelation[Service] = belongs_to("Service")
    service_id: UUID
    pricing_type = fields.CharEnumField(PricingType, max_length=10)
    price_amount: Decimal = money()
    minimum_charge: Decimal | None = money(null=True)

    class Meta:
        table = "worker_services"
        unique_together = (("worker", "service"),)


class Zone(Row):
    """A colonia that people name, or a whole alcaldía (then `name` equals `borough`)."""

    name = fields.CharField(max_length=100, unique=True)
    borough = fields.CharField(max_length=100, db_index=True)
    latitude = fields.FloatField()
    longitude = fields.FloatField()

    class Meta:
        table = "zones"


class ZipCode(Model):
    zip_code = fields.CharField(max_length=5, primary_key=True)
    zone: fields.ForeignKeyRelation[Zone] = belongs_to("Zone")
    zone_id: UUID
    latitude = fields.FloatField()
    longitude = fields.FloatField()

    class Meta:
        table = "zip_codes"


WeekMatrix = dict[str, list[str]]
Json = dict[str, Any]
