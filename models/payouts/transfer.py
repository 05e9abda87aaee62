"""The payout by Stripe: intended, called, settled; whoever brings the news (R-17)."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Protocol
from uuid import UUID

import structlog

from models import fault
from models.clock import business_now
from models.db import find, hold_one, transaction
from models.errors import NotFound, Refusal
from models.payouts.arrive import note_failed, note_sent
from models.payouts.hindrances import refuse_hindered
from models.payouts.holding import hold_with_worker
from models.payouts.tables import PayoutAccount, PayoutDriver, Withdrawal, WithdrawalStatus
from models.wallet.accounts import wallet_of

log = structlog.get_logger()

CURRENCY = "mxn"
KEYS_TRUSTED_FOR = timedelta(hours=20)
"""Stripe forgets idempotency keys after 24 hours (R-17)."""
ON_ITS_WAY = frozenset({WithdrawalStatus.APPROVED, WithdrawalStatus.SENDING})
TOO_LITTLE = "balance_insufficient"
ZERO = Decimal(0)


class NotNow(Exception):
    """It has to wait for people: its handyman is suspended or in debt, or Stripe holds too little of ours."""


class News(Protocol):
    """A transfer as Stripe tells it."""

    @property
    def id(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def reversed_amount(self) -> Decimal: ...
    @property
    def currency(self) -> str: ...
    @property
    def metadata(self) -> Mapping[str, str]: ...


class TransferProvider(Protocol):
    @property
    def RefusedError(self) -> type[Exception]: ...  # noqa: N802 - an exception's name

    async def create_transfer(
        self, *, key: str, amount: Decimal, destination: str, metadata: Mapping[str, str], group: str
    ) -> News: ...

    async def find_transfer(self, group: str, metadata: Mapping[str, str], /) -> News | None: ...


async def pay_by_transfer(withdrawal_id: UUID, provider: TransferProvider) -> None:
    """Any number of times: Stripe answers a repeat with the first transfer. Raises NotFound, NotNow."""
    row = await intend_transfer(withdrawal_id)
    if row is None or row.sending_at is None:
        return
    fault.passes("after-intend", "transfer")
    group, metadata = group_of(row), {"withdrawal_id": str(row.id)}
    news = None
    if await business_now() - row.sending_at > KEYS_TRUSTED_FOR:
        news = await provider.find_transfer(group, metadata)
    try:
        news = news or await provider.create_transfer(
            key=str(row.id),
            amount=row.amount,
            destination=str(row.stripe_account_id),
            metadata=metadata,
            group=group,
        )
    except provider.RefusedError as error:
        code = str(getattr(error, "code", None) or "refused")
        if code == TOO_LITTLE:
            log.critical("payout.too_little_at_stripe", withdrawal=str(row.id))
            raise NotNow(code) from error
        await settle_refused(row.id, code)
    else:
        fault.passes("after-call", "transfer")
        await settle_transfer(news)


def group_of(row: Withdrawal) -> str:
    return f"withdrawal_{row.id.hex}"


async def intend_transfer(withdrawal_id: UUID) -> Withdrawal | None:
    """Fix where it goes before Stripe is asked; None when it is nothing of Stripe's, or over."""
    async with transaction() as tx:
        row, worker = await hold_with_worker(withdrawal_id)
        if row.driver != PayoutDriver.STRIPE or row.status not in ON_ITS_WAY:
            return None
        if row.status == WithdrawalStatus.SENDING:
            return row
        try:
            await refuse_hindered(worker)
        except Refusal as hindrance:
            raise NotNow(hindrance.code) from hindrance
        account = await find(PayoutAccount, worker_id=worker.id)
        row.status, row.stripe_account_id = WithdrawalStatus.SENDING, account.stripe_account_id
        row.sending_at = await tx.now()
        await row.save(update_fields=["status", "stripe_account_id", "sending_at"])
        return row


async def settle_transfer(news: News) -> str | None:
    """Apply what Stripe says about a transfer of ours, in any order; returns what is wrong with it.

    Fetched back in full it has failed, be it days later. A part that was fetched back is for people to see.
    """
    try:
        withdrawal_id = UUID(news.metadata["withdrawal_id"])
    except (KeyError, ValueError):
        raise NotFound from None
    async with transaction():
        row = await hold_one(Withdrawal, withdrawal_id)
        await wallet_of(row.worker_id)
        if wrong := _mistaken(row, news):
            log.error("payout.mismatch", withdrawal=str(row.id), transfer=news.id, problem=wrong)
            return wrong
        if row.status == WithdrawalStatus.SENDING:
            row.stripe_transfer_id = news.id
            await note_sent(row)
        if row.status == WithdrawalStatus.SENT and news.reversed_amount == row.amount:
            await note_failed(row, "transfer_reversed")
    if ZERO < news.reversed_amount < news.amount:
        return f"PARTLY_REVERSED {news.reversed_amount} of {news.amount}"
    return None


async def settle_refused(withdrawal_id: UUID, code: str) -> None:
    """Stripe understood and made no transfer: the handyman has his earnings again."""
    async with transaction():
        row = await hold_one(Withdrawal, withdrawal_id)
        if row.status == WithdrawalStatus.SENDING and row.stripe_transfer_id is None:
            await note_failed(row, f"stripe: {code}"[:100])


def _mistaken(row: Withdrawal, news: News) -> str | None:
    if row.driver != PayoutDriver.STRIPE or row.stripe_transfer_id not in {None, news.id}:
        return f"SECOND_TRANSFER {news.id}"
    if row.status not in {WithdrawalStatus.SENDING, WithdrawalStatus.SENT, WithdrawalStatus.FAILED}:
        return f"UNASKED_TRANSFER {row.status}"
    if row.status == WithdrawalStatus.FAILED and row.stripe_transfer_id is None:
        return f"FAILED_YET_MADE {news.id}"
    if news.currency != CURRENCY:
        return f"FOREIGN_CURRENCY {news.currency}"
    if news.amount != row.amount:
        return f"AMOUNT_MISMATCH {news.amount} for {row.amount}"
    return None
