"""Payment asked for, paid, held and released inside a conversation."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.chat.tables import Conversation
from models.columns import Row, belongs_to, instant, money
from models.people.tables import User
from models.uploads.tables import Upload
from models.workers.tables import WorkerProfile


class RequestStatus(StrEnum):
    PENDING = "pending"
    PAID = "paid"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class EscrowStatus(StrEnum):
    HELD = "held"
    RELEASED = "released"
    REFUNDED = "refunded"


class EndedBy(StrEnum):
    """Why a hold is over."""

    RELEASE = "release"
    DISPUTE = "dispute"
    SETTLEMENT = "settlement"
    LIMIT = "limit"
    """It could be held no longer (R-14)."""
    STAFF = "staff"
    """An admin decided about a suspended handyman's money (R-16)."""
    CHARGEBACK = "chargeback"
    """The client's bank took it back (R-15)."""


class SettlementStatus(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    LAPSED = "lapsed"
    """The hold ended otherwise."""


class ChargebackStatus(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


class CheckoutStatus(StrEnum):
    INTENDED = "intended"
    OPEN = "open"
    CLOSED = "closed"
    COMPLETED = "completed"


class RefundStatus(StrEnum):
    INTENDED = "intended"
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class PaymentRequest(Row):
    conversation: fields.ForeignKeyRelation[Conversation] = belongs_to("Conversation")
    conversation_id: UUID
    worker: fields.ForeignKeyRelation[WorkerProfile] = belongs_to("WorkerProfile")
    worker_id: UUID
    client: fields.ForeignKeyRelation[User] = belongs_to("User")
    client_id: UUID
    amount: Decimal = money()
    fee: Decimal = money()
    """The service fee on top, decided when the request was made (R-13)."""
    description = fields.CharField(max_length=500)
    expected_service_date: date | None = fields.DateField(null=True)
    status = fields.CharEnumField(RequestStatus, max_length=10, default=RequestStatus.PENDING)
    closing_as: RequestStatus | None = fields.CharEnumField(  # type: ignore[assignment]  # it may be null
        RequestStatus, max_length=10, null=True
    )
    """Declined, cancelled or expired as soon as its live session is closed at Stripe (R-12)."""
    closing_at: datetime | None = instant(null=True)
    stripe_payment_intent_id = fields.CharField(max_length=255, null=True, unique=True)
    created_at: datetime = instant()
    expires_at: datetime = instant()
    settled_at: datetime | None = instant(null=True)

    class Meta:
        table = "payment_requests"

    @property
    def total(self) -> Decimal:
        return self.amount + self.fee


class CheckoutSession(Row):
    """Intend, call, settle: written before Stripe is asked, at most one live per request (R-12)."""

    payment_request: fields.ForeignKeyRelation[PaymentRequest] = belongs_to("PaymentRequest")
    payment_request_id: UUID
    status = fields.CharEnumField(CheckoutStatus, max_length=10, default=CheckoutStatus.INTENDED)
    stripe_session_id = fields.CharField(max_length=255, null=True, unique=True)
    url: str | None = fields.TextField(null=True)
    created_at: datetime = instant()
    expires_at: datetime = instant()

    class Meta:
        table = "checkout_sessions"


class EscrowPayment(Row):
    payment_request: fields.ForeignKeyRelation[PaymentRequest] = belongs_to("PaymentRequest", db_index=False)
    payment_request_id: UUID
    amount: Decimal = money()
    stripe_transfer_id = fields.CharField(max_length=255, null=True)
    status = fields.CharEnumField(EscrowStatus, max_length=10, default=EscrowStatus.HELD)
    completion_confirmed_by_worker = fields.BooleanField(default=False)
    worker_confirmed_at: datetime | None = instant(null=True)
    presumed_at: datetime | None = instant(null=True)
    """When the client's silence will have confirmed the work."""
    completion_confirmed_by_client = fields.BooleanField(default=False)
    is_presumed = fields.BooleanField(default=False)
    """Confirmed by the client's silence (ESC-14)."""
    completion_confirmed_at: datetime | None = instant(null=True)
    release_at: datetime | None = instant(null=True)
    released_at: datetime | None = instant(null=True)
    refunded_at: datetime | None = instant(null=True)
    refunded_amount: Decimal = money(default=0, db_default=0)
    """What of `amount` went back to the client; without the fee."""
    ended_by: EndedBy | None = fields.CharEnumField(  # type: ignore[assignment]  # it may be null
        EndedBy, max_length=12, null=True
    )
    redo_due_at: datetime | None = instant(null=True)
    """By then the work is to be done again (DIS-16)."""
    dispute_id: UUID | None = fields.UUIDField(null=True)
    chargeback_id: UUID | None = fields.UUIDField(null=True)
    """The open one, which freezes it (R-15)."""
    paused_at: datetime | None = instant(null=True)
    """Since then its clocks stand still: one of the two is suspended (R-16)."""
    created_at: datetime = instant()

    class Meta:
        table = "escrow_payments"


class Settlement(Row):
    """A split that one side proposes to the other, without support; at most one is open per payment."""

    payment_request: fields.ForeignKeyRelation[PaymentRequest] = belongs_to("PaymentRequest")
    payment_request_id: UUID
    proposed_by: fields.ForeignKeyRelation[User] = belongs_to("User")
    proposed_by_id: UUID
    client_amount: Decimal = money()
    """What of the amount goes back to the client; the rest is the handyman's."""
    status = fields.CharEnumField(SettlementStatus, max_length=10, default=SettlementStatus.PROPOSED)
    seq = fields.IntField()
    """Its row in the timeline, which later rows point at (R-23)."""
    created_at: datetime = instant()
    expires_at: datetime = instant()
    answered_at: datetime | None = instant(null=True)

    class Meta:
        table = "settlements"


class CompletionPhoto(Row):
    escrow: fields.ForeignKeyRelation[EscrowPayment] = belongs_to("EscrowPayment")
    escrow_id: UUID
    upload: fields.ForeignKeyRelation[Upload] = belongs_to("Upload", db_index=False)
    upload_id: UUID
    sort_order = fields.SmallIntField()

    class Meta:
        table = "completion_photos"


class ProviderRefund(Row):
    """Money on its way back to a card: an unapplied capture (R-12), a dispute, a settlement."""

    payment_request: fields.ForeignKeyNullableRelation[PaymentRequest] = belongs_to("PaymentRequest", null=True)
    payment_request_id: UUID | None
    stripe_payment_intent_id = fields.CharField(max_length=255, db_index=True)
    amount: Decimal = money()
    reason = fields.CharField(max_length=40)
    status = fields.CharEnumField(RefundStatus, max_length=10, default=RefundStatus.INTENDED)
    stripe_refund_id = fields.CharField(max_length=255, null=True, unique=True)
    attempt = fields.SmallIntField(default=1, db_default=1)
    """Staff may have one that failed sent again."""
    created_at: datetime = instant()
    settled_at: datetime | None = instant(null=True)
    settled_by: fields.ForeignKeyNullableRelation[User] = belongs_to("User", null=True)
    settled_by_id: UUID | None
    """Who paid it by hand, outside of Stripe; `note` says how."""
    note = fields.CharField(max_length=500, null=True)
    chargeback: fields.ForeignKeyNullableRelation["Chargeback"] = belongs_to("Chargeback", null=True)
    chargeback_id: UUID | None
    """The card holder's bank has given it back instead."""

    class Meta:
        table = "provider_refunds"


class Chargeback(Row):
    """A card holder's bank takes a captured payment back; Stripe has paid it out of what it holds."""

    stripe_dispute_id = fields.CharField(max_length=255, unique=True)
    stripe_payment_intent_id = fields.CharField(max_length=255, db_index=True)
    payment_request: fields.ForeignKeyNullableRelation[PaymentRequest] = belongs_to("PaymentRequest", null=True)
    payment_request_id: UUID | None
    worker: fields.ForeignKeyNullableRelation[WorkerProfile] = belongs_to("WorkerProfile", null=True)
    worker_id: UUID | None
    """Who had been paid with it, or had filled his wallet."""
    amount: Decimal = money()
    reason = fields.CharField(max_length=60)
    status = fields.CharEnumField(ChargebackStatus, max_length=10, default=ChargebackStatus.OPEN)
    debited_earnings: Decimal = money(default=0)
    debited_deposits: Decimal = money(default=0)
    """What his wallet still held of it."""
    owed: Decimal = money(default=0)
    collected: Decimal = money(default=0)
    """What it didn't hold, and what later releases have netted of that."""
    written_off: Decimal = money(default=0, db_default=0)
    """What we have given up: the platform's loss."""
    written_off_at: datetime | None = instant(null=True)
    written_off_by: fields.ForeignKeyNullableRelation[User] = belongs_to("User", null=True)
    written_off_by_id: UUID | None
    write_off_reason = fields.CharField(max_length=500, null=True)
    created_at: datetime = instant()
    closed_at: datetime | None = instant(null=True)

    class Meta:
        table = "chargebacks"

    @property
    def debt(self) -> Decimal:
        return self.owed - self.collected - self.written_off
