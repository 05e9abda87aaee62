"""What clients who paid say of the work."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.columns import Row, belongs_to, instant
from models.disputes.tables import Dispute
from models.payments.tables import PaymentRequest
from models.people.tables import User
from models.uploads.tables import Upload
from models.workers.tables import WorkerProfile


class FlagReason(StrEnum):
    FAKE = "fake"
    INAPPROPRIATE = "inappropriate"
    SPAM = "spam"
    UNRELATED = "unrelated"


class FlagStatus(StrEnum):
    PENDING = "pending"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


# written once and for good: a trigger lets only the response and the removal be added (migration 0012)
class Review(Row):
    payment_request: fields.ForeignKeyRelation[PaymentRequest] = belongs_to("PaymentRequest", db_index=False)
    payment_request_id: UUID
    client: fields.ForeignKeyRelation[User] = belongs_to("User")
    client_id: UUID
    worker: fields.ForeignKeyRelation[WorkerProfile] = belongs_to("WorkerProfile")
    worker_id: UUID
    overall_rating = fields.SmallIntField()
    title = fields.CharField(max_length=200)
    description = fields.TextField()
    quality_rating = fields.SmallIntField(null=True)
    communication_rating = fields.SmallIntField(null=True)
    punctuality_rating = fields.SmallIntField(null=True)
    professionalism_rating = fields.SmallIntField(null=True)
    value_rating = fields.SmallIntField(null=True)
    would_recommend = fields.BooleanField()
    would_hire_again = fields.BooleanField()
    is_anonymous = fields.BooleanField(default=False)
    worker_response = fields.TextField(null=True)
    worker_responded_at: datetime | None = instant(null=True)
    dispute: fields.ForeignKeyNullableRelation[Dispute] = belongs_to("Dispute", null=True)
    dispute_id: UUID | None
    """The dispute that was open when it was written."""
    removed_at: datetime | None = instant(null=True)
    removed_by: fields.ForeignKeyNullableRelation[User] = belongs_to("User", null=True)
    removed_by_id: UUID | None
    removed_as: FlagReason | None = fields.CharEnumField(  # type: ignore[assignment]  # it may be null
        FlagReason, max_length=20, null=True
    )
    created_at: datetime = instant()

    class Meta:
        table = "reviews"


class ReviewMedia(Row):
    review: fields.ForeignKeyRelation[Review] = belongs_to("Review", on_delete=fields.OnDelete.CASCADE)
    review_id: UUID
    upload: fields.ForeignKeyRelation[Upload] = belongs_to("Upload", db_index=False)
    upload_id: UUID
    sort_order = fields.SmallIntField(default=0)
    created_at: datetime = instant()

    class Meta:
        table = "review_media"


class ReviewFlag(Row):
    review: fields.ForeignKeyRelation[Review] = belongs_to("Review", db_index=False)
    review_id: UUID
    flagged_by: fields.ForeignKeyRelation[User] = belongs_to("User")
    flagged_by_id: UUID
    reason = fields.CharEnumField(FlagReason, max_length=20)
    description = fields.TextField(null=True)
    status = fields.CharEnumField(FlagStatus, max_length=10, default=FlagStatus.PENDING)
    closed_by: fields.ForeignKeyNullableRelation[User] = belongs_to("User", null=True)
    closed_by_id: UUID | None
    closed_at: datetime | None = instant(null=True)
    created_at: datetime = instant()

    class Meta:
        table = "review_flags"
        unique_together = (("review", "flagged_by"),)
