"""Money: the double-entry ledger (R-09) and what hangs on it."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import Row, belongs_to, instant, money
from models.people.tables import User
from models.workers.tables import WorkerProfile


class AccountKind(StrEnum):
    DEPOSITS = "deposits"
    """What a handyman paid in: buys leads, goes back only to its instrument (R-10)."""
    EARNINGS = "earnings"
    """What a handyman was paid: buys leads, can be withdrawn (R-10)."""
    REVENUE = "revenue"
    ESCROW = "escrow"
    """Held for clients and handymen until a release or a refund."""
    CLEARING = "clearing"
    """What the card processor holds for us."""
    UNAPPLIED = "unapplied"
    """Captures that no request could take, owed back in full (R-12)."""
    PAYOUTS = "payouts"
    """Earnings that are being withdrawn, until they are sent or come back."""
    BANK = "bank"
    """What our own bank account holds for us."""
    CHARGEBACKS = "chargebacks"
    """What banks took out of our clearing account and have not decided about (R-15)."""
    RECEIVABLES = "receivables"
    """What handymen owe us after a chargeback that their wallets couldn't bear (R-15)."""


PERSONAL = frozenset({AccountKind.DEPOSITS, AccountKind.EARNINGS})


class TransferKind(StrEnum):
    DEPOSIT = "deposit"
    LEAD_PURCHASE = "lead_purchase"
    LEAD_REFUND = "lead_refund"
    ESCROW_FUNDED = "escrow_funded"
    ESCROW_RELEASED = "escrow_released"
    ESCROW_REFUNDED = "escrow_refunded"
    CAPTURE_UNAPPLIED = "capture_unapplied"
    UNAPPLIED_REFUNDED = "unapplied_refunded"
    WITHDRAWAL = "withdrawal"
    WITHDRAWAL_SENT = "withdrawal_sent"
    WITHDRAWAL_BOUNCED = "withdrawal_bounced"
    WITHDRAWAL_RETURNED = "withdrawal_returned"
    CHARGEBACK_OPENED = "chargeback_opened"
    CHARGEBACK_CLOSED = "chargeback_closed"
    DEPOSIT_RETURNED = "deposit_returned"
    RECEIVABLE_COLLECTED = "receivable_collected"
    RECEIVABLE_WRITTEN_OFF = "receivable_written_off"
    ADJUSTMENT = "adjustment"


class WalletTransactionType(StrEnum):
    DEPOSIT = "deposit"
    LEAD_PURCHASE = "lead_purchase"
    REFUND = "refund"
    WITHDRAWAL = "withdrawal"
    PAYMENT_RECEIVED = "payment_received"
    ADJUSTMENT = "adjustment"


class TransactionStatus(StrEnum):
    PENDING = "pending"
    COMPLETED = "completed"
    FAILED = "failed"


class DepositMethod(StrEnum):
    CARD = "card"
    OXXO = "oxxo"
    SPEI = "spei"


class DepositStatus(StrEnum):
    CREATED = "created"
    PENDING = "pending"
    COMPLETED = "completed"
    FAILED = "failed"
    EXPIRED = "expired"


class Account(Row):
    """A person's accounts carry a locked balance; the platform's is the sum of its entries (R-09)."""

    kind = fields.CharEnumField(AccountKind, max_length=20)
    owner: fields.ForeignKeyNullableRelation[User] = belongs_to("User", null=True)
    owner_id: UUID | None
    balance: Decimal | None = money(null=True)
    created_at: datetime = instant()

    class Meta:
        table = "accounts"


class Transfer(Row):
    kind = fields.CharEnumField(TransferKind, max_length=30)
    cause = fields.CharField(max_length=120, unique=True)
    """What made it happen, named once and for ever, so that it counts once: `lead_purchase:<id>:1`."""
    reverses: fields.ForeignKeyNullableRelation["Transfer"] = belongs_to("Transfer", null=True, db_index=False)
    reverses_id: UUID | None
    occurred_at: datetime = instant()

    class Meta:
        table = "transfers"


class Entry(Model):
    id = fields.BigIntField(primary_key=True, generated=True)
    transfer: fields.ForeignKeyRelation[Transfer] = belongs_to("Transfer")
    transfer_id: UUID
    account: fields.ForeignKeyRelation[Account] = belongs_to("Account")
    account_id: UUID
    amount: Decimal = money()

    class Meta:
        table = "entries"


class LedgerCheckpoint(Model):
    """What a platform's account came to with the entries up to one of them; the rest is summed (R-09)."""

    account_id: UUID = fields.UUIDField(primary_key=True)
    up_to: int = fields.BigIntField()
    """The last entry that is counted in; everything that is written later has a higher id."""
    balance: Decimal = money()
    taken_at: datetime = instant()

    class Meta:
        table = "ledger_checkpoints"


class WalletTransaction(Row):
    """The handyman's readable view of the ledger (WAL-13)."""

    worker: fields.ForeignKeyRelation[WorkerProfile] = belongs_to("WorkerProfile")
    worker_id: UUID
    transaction_type = fields.CharEnumField(WalletTransactionType, max_length=20)
    amount: Decimal = money()
    balance_after: Decimal = money()
    reference_id: UUID | None = fields.UUIDField(null=True)
    description = fields.CharField(max_length=200)
    status = fields.CharEnumField(TransactionStatus, max_length=10, default=TransactionStatus.COMPLETED)
    transfer: fields.ForeignKeyNullableRelation[Transfer] = belongs_to("Transfer", null=True, db_index=False)
    transfer_id: UUID | None
    created_at: datetime = instant()

    class Meta:
        table = "wallet_transactions"


class WeeklyBudget(Row):
    """Made when first touched in a week; the pause lives on the worker (C14)."""

    worker: fields.ForeignKeyRelation[WorkerProfile] = belongs_to("WorkerProfile", db_index=False)
    worker_id: UUID
    week_start_date: date = fields.DateField()
    budget_limit: Decimal = money()
    spent_amount: Decimal = money(default=Decimal(0))
    next_limit: Decimal | None = money(null=True)
    end_told_at: datetime | None = instant(null=True)
    """When its handyman was told that the next one had begun."""
    created_at: datetime = instant()

    class Meta:
        table = "weekly_budgets"
        unique_together = (("worker", "week_start_date"),)


class Deposit(Row):
    worker: fields.ForeignKeyRelation[WorkerProfile] = belongs_to("WorkerProfile")
    worker_id: UUID
    amount: Decimal = money()
    method = fields.CharEnumField(DepositMethod, max_length=10)
    status = fields.CharEnumField(DepositStatus, max_length=10, default=DepositStatus.CREATED)
    save_card = fields.BooleanField(default=False)
    is_automatic = fields.BooleanField(default=False)
    stripe_session_id = fields.CharField(max_length=255, null=True, unique=True)
    checkout_url: str | None = fields.TextField(null=True)
    stripe_payment_intent_id = fields.CharField(max_length=255, null=True, unique=True)
    voucher_url: str | None = fields.TextField(null=True)
    instructions: dict[str, str] | None = fields.JSONField(null=True)
    """How to pay at OXXO (`number`) or by SPEI (`clabe`, `bank_name`, `reference`)."""
    expires_at: datetime | None = instant(null=True)
    """Until when the voucher or the transfer is awaited."""
    failure = fields.CharField(max_length=60, null=True)
    """Stripe's word for why no money came."""
    card: fields.ForeignKeyNullableRelation["SavedCard"] = belongs_to("SavedCard", null=True)
    """What an automatic one is charged to."""
    card_id: UUID | None
    created_at: datetime = instant()
    completed_at: datetime | None = instant(null=True)

    class Meta:
        table = "deposits"


class SavedCard(Row):
    worker: fields.ForeignKeyRelation[WorkerProfile] = belongs_to("WorkerProfile")
    worker_id: UUID
    stripe_customer_id = fields.CharField(max_length=255)
    stripe_payment_method_id = fields.CharField(max_length=255, unique=True)
    brand = fields.CharField(max_length=20)
    last4 = fields.CharField(max_length=4)
    exp_month = fields.SmallIntField()
    exp_year = fields.SmallIntField()
    fingerprint = fields.CharField(max_length=64)
    """The same for the same card, however often it is saved."""
    created_at: datetime = instant()
    removed_at: datetime | None = instant(null=True)

    class Meta:
        table = "saved_cards"


class AutoReload(Model):
    worker_id = fields.UUIDField(primary_key=True)
    is_enabled = fields.BooleanField(default=False)
    threshold: Decimal = money(default=Decimal(200))
    amount: Decimal = money(default=Decimal(500))
    card: fields.ForeignKeyNullableRelation[SavedCard] = belongs_to("SavedCard", null=True)
    card_id: UUID | None
    failures = fields.SmallIntField(default=0)
    """In a row; the third switches it off."""
    updated_at: datetime = instant()

    class Meta:
        table = "auto_reloads"
