"""Earnings on their way to a handyman's bank (R-10)."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.columns import Row, belongs_to, instant, money
from models.payments.tables import ProviderRefund
from models.people.tables import User
from models.wallet.tables import Deposit
from models.workers.tables import WorkerProfile


class WithdrawalStatus(StrEnum):
    REQUESTED = "requested"
    """Until its owner has followed the mail's link, nobody may approve it."""
    APPROVED = "approved"
    SENDING = "sending"
    """In a batch's file, or asked of Stripe: whether the money went is not known yet."""
    SENT = "sent"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    FAILED = "failed"
    """The bank or Stripe would not, or sent the money back."""


OPEN = frozenset({WithdrawalStatus.REQUESTED, WithdrawalStatus.APPROVED, WithdrawalStatus.SENDING})
"""Their money stands in the platform's account `payouts`."""


class PayoutDriver(StrEnum):
    BATCH = "batch"
    """A file for our own bank, sent by hand."""
    STRIPE = "stripe"
    """A transfer to the handyman's connected account."""


class PayoutBatch(Row):
    """What stands in one file for the bank."""

    made_by: fields.ForeignKeyRelation[User] = belongs_to("User")
    made_by_id: UUID
    created_at: datetime = instant()

    class Meta:
        table = "payout_batches"


class PayoutAccount(Row):
    """A handyman's account at Stripe, linked by an admin; at most one each."""

    worker: fields.ForeignKeyRelation[WorkerProfile] = belongs_to("WorkerProfile", db_index=False)
    worker_id: UUID
    stripe_account_id = fields.CharField(max_length=255, unique=True)
    linked_by: fields.ForeignKeyRelation[User] = belongs_to("User")
    linked_by_id: UUID
    linked_at: datetime = instant()

    class Meta:
        table = "payout_accounts"


class Withdrawal(Row):
    worker: fields.ForeignKeyRelation[WorkerProfile] = belongs_to("WorkerProfile")
    worker_id: UUID
    amount: Decimal = money()
    clabe = fields.CharField(max_length=18)
    account_holder = fields.CharField(max_length=200)
    bank_name = fields.CharField(max_length=100)
    status = fields.CharEnumField(WithdrawalStatus, max_length=10, default=WithdrawalStatus.REQUESTED)
    created_at: datetime = instant()
    confirmed_at: datetime | None = instant(null=True)
    approved_by: fields.ForeignKeyNullableRelation[User] = belongs_to("User", null=True)
    approved_by_id: UUID | None
    approved_at: datetime | None = instant(null=True)
    driver = fields.CharEnumField(PayoutDriver, max_length=10, null=True)
    batch: fields.ForeignKeyNullableRelation[PayoutBatch] = belongs_to("PayoutBatch", null=True)
    batch_id: UUID | None
    stripe_account_id = fields.CharField(max_length=255, null=True)
    """Where the transfer goes, fixed before Stripe is asked: a repeat is the same call."""
    stripe_transfer_id = fields.CharField(max_length=255, null=True, unique=True)
    sending_at: datetime | None = instant(null=True)
    sent_at: datetime | None = instant(null=True)
    closed_by: fields.ForeignKeyNullableRelation[User] = belongs_to("User", null=True)
    closed_by_id: UUID | None
    closed_at: datetime | None = instant(null=True)
    reason = fields.CharField(max_length=500, null=True)

    class Meta:
        table = "withdrawals"


class DepositReturn(Row):
    """What of a deposit went back to where it came from: its card, or by hand from our bank (R-10)."""

    deposit: fields.ForeignKeyRelation[Deposit] = belongs_to("Deposit")
    deposit_id: UUID
    amount: Decimal = money()
    provider_refund: fields.ForeignKeyNullableRelation[ProviderRefund] = belongs_to("ProviderRefund", null=True)
    provider_refund_id: UUID | None
    bank_reference = fields.CharField(max_length=100, null=True)
    reason = fields.CharField(max_length=500)
    returned_by: fields.ForeignKeyRelation[User] = belongs_to("User")
    returned_by_id: UUID
    created_at: datetime = instant()

    class Meta:
        table = "deposit_returns"
