"""News of a deposit, whoever brings it: webhook, browser or a check a day later; any number of times."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol
from uuid import UUID

import structlog

from models import outbox, timers
from models.db import current, find, hold_one, transaction
from models.errors import NotFound
from models.notices.tell import tell
from models.payments.provider import Intent, Session
from models.payments.tables import ProviderRefund
from models.people.tables import User
from models.wallet import ledger
from models.wallet.accounts import Wallet, platform, wallet_of
from models.wallet.await_deposit import WAITING, begin_waiting, end_waiting, give_up
from models.wallet.decline_reload import decline_reload
from models.wallet.tables import (
    AccountKind,
    AutoReload,
    Deposit,
    DepositStatus,
    SavedCard,
    Transfer,
    TransferKind,
    WalletTransactionType,
)
from models.wallet.transactions import write_down

log = structlog.get_logger()

CURRENCY = "mxn"


async def settle_session(news: Session, *, failed: bool = False) -> str | None:
    """Apply what Stripe says about a deposit's session; `failed` when its money will never come.

    Returns what is wrong with it, for a human to see. Raises NotFound when its deposit is none of ours.
    """
    deposit_id = _deposit_of(news.metadata)
    if news.status == "complete" and news.payment_status == "paid" and news.payment_intent_id:
        return await settle_deposit(deposit_id, news.payment_intent_id, news.amount, news.currency, paid=True)
    async with transaction():
        deposit = await hold_one(Deposit, deposit_id)
        if deposit.status in WAITING:
            await _note(deposit, news, failed=failed)
    return None


class DepositIntent(Intent, Protocol):
    @property
    def decline_code(self) -> str | None: ...


async def settle_intent(news: DepositIntent) -> str | None:
    """Apply what a payment came to, known without its session: a reload, or the backup of the session's news.

    On a session's page its payer may try again; a reload that was refused is over.
    """
    deposit_id = _deposit_of(news.metadata)
    if news.status == "canceled":
        await give_up(deposit_id, "canceled")
        return None
    if news.status == "requires_payment_method":
        await decline_reload(deposit_id, news.decline_code or "declined")
        return None
    paid = news.status == "succeeded"
    return await settle_deposit(deposit_id, news.id, news.amount_received, news.currency, paid=paid)


async def settle_deposit(
    deposit_id: UUID, payment_intent: str, amount: Decimal, currency: str, *, paid: bool
) -> str | None:
    """Credit a paid deposit once; money that it can't take is booked and given back in full (R-11, R-12).

    Money that comes after the deposit was given up is still the handyman's, unless he has left.
    Returns what is wrong, if anything.
    """
    if not paid:
        return None
    async with transaction():
        deposit = await hold_one(Deposit, deposit_id)
        wallet = await wallet_of(deposit.worker_id)
        if currency != CURRENCY:
            log.error("deposit.foreign", deposit=str(deposit_id), payment_intent=payment_intent, currency=currency)
            return f"FOREIGN_CURRENCY {currency}"
        if await Transfer.exists(cause=cause_of(payment_intent)):
            return None
        owner = await find(User, id=deposit.worker_id)
        if deposit.status == DepositStatus.COMPLETED or owner.deleted_at is not None:
            why = "completed" if owner.deleted_at is None else "account_closed"
            await _owe_back(deposit, payment_intent, amount, f"deposit_{why}")
            return None
        if amount != deposit.amount:
            log.error("deposit.mismatch", deposit=str(deposit_id), payment_intent=payment_intent)
            await _owe_back(deposit, payment_intent, amount, "deposit_mismatch")
            return f"AMOUNT_MISMATCH {amount} for {deposit.amount}"
        await _credit(deposit, wallet, payment_intent)
        return None


def cause_of(payment_intent: str) -> str:
    """Whatever becomes of a capture, it is one cause, which counts once."""
    return f"capture:{payment_intent}"


def _deposit_of(metadata: Mapping[str, str]) -> UUID:
    try:
        return UUID(metadata["deposit_id"])
    except (KeyError, ValueError):
        raise NotFound from None


async def _credit(deposit: Deposit, wallet: Wallet, payment_intent: str) -> None:
    deposit.status, deposit.failure = DepositStatus.COMPLETED, None
    deposit.stripe_payment_intent_id = payment_intent
    deposit.completed_at = await current().now()
    await deposit.save(update_fields=["status", "failure", "stripe_payment_intent_id", "completed_at"])
    await timers.cancel(deposit.id, "deposit.check")
    transfer = await ledger.post(
        TransferKind.DEPOSIT,
        cause_of(payment_intent),
        [(wallet.deposits, deposit.amount), (await platform(AccountKind.CLEARING), -deposit.amount)],
    )
    await write_down(
        wallet,
        WalletTransactionType.DEPOSIT,
        deposit.amount,
        transfer=transfer,
        reference_id=deposit.id,
        description="deposit.automatic" if deposit.is_automatic else f"deposit.{deposit.method}",
    )
    facts = {"deposit_id": str(deposit.id), "amount": str(deposit.amount), "balance": str(wallet.balance)}
    if deposit.is_automatic:
        await _end_reload(deposit, facts)
        return
    if deposit.save_card:
        await outbox.record("card.paid_with", deposit_id=str(deposit.id))
    await outbox.record("deposit.completed", worker_id=str(deposit.worker_id), **facts)
    await tell(deposit.worker_id, "deposit.completed", **facts)


async def _end_reload(deposit: Deposit, facts: dict[str, str]) -> None:
    """Told by mail each time (WAL-08); refusals are counted in a row."""
    await AutoReload.filter(worker_id=deposit.worker_id).update(failures=0)
    await timers.cancel(deposit.worker_id, "auto_reload.retry")
    last4 = (await find(SavedCard, id=deposit.card_id)).last4
    await outbox.record("auto_reload.completed", worker_id=str(deposit.worker_id), last4=last4, **facts)
    await tell(deposit.worker_id, "auto_reload.completed", last4=last4, **facts)


async def _owe_back(deposit: Deposit, payment_intent: str, amount: Decimal, reason: str) -> None:
    await ledger.post(
        TransferKind.CAPTURE_UNAPPLIED,
        cause_of(payment_intent),
        [(await platform(AccountKind.CLEARING), -amount), (await platform(AccountKind.UNAPPLIED), amount)],
    )
    owed = await ProviderRefund.create(
        stripe_payment_intent_id=payment_intent,
        amount=amount,
        reason=reason,
        created_at=await current().now(),
    )
    await tell(deposit.worker_id, "deposit.returned", deposit_id=str(deposit.id), amount=str(amount))
    await outbox.record("refund.intended", provider_refund_id=str(owed.id))


async def _note(deposit: Deposit, news: Session, *, failed: bool) -> None:
    """What the session says short of payment; news of a deposit that waits already may come late."""
    deposit.stripe_session_id = news.id
    if news.status == "open":
        deposit.checkout_url = news.url
    elif news.status == "complete" and not failed and deposit.status == DepositStatus.CREATED:
        await begin_waiting(deposit, news.payment_intent_id)
    await deposit.save(update_fields=["status", "stripe_session_id", "checkout_url", "stripe_payment_intent_id"])
    if failed or news.status == "expired":
        await end_waiting(deposit, "not_paid" if failed else "session_expired", failed=failed)
