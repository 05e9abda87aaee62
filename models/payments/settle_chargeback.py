"""News of a chargeback, in any order, any number of times: opened once, closed once."""

import structlog

from models.db import hold_one, transaction
from models.errors import NotFound
from models.notices.tell import tell
from models.payments.close_chargeback import book_closed, close_held, finish
from models.payments.hold_payment import hold_payment
from models.payments.open_chargeback import book_opened, freeze_or_debit, new_chargeback, tell_if_low
from models.payments.provider import Dispute as News
from models.payments.tables import Chargeback, ChargebackStatus, PaymentRequest, ProviderRefund
from models.payouts.tables import DepositReturn
from models.wallet.accounts import ZERO, wallet_of
from models.wallet.tables import Deposit

log = structlog.get_logger()

CLOSED = {"won": ChargebackStatus.WON, "lost": ChargebackStatus.LOST}
CURRENCY = "mxn"
ONLY_ASKED = ("warning_",)
"""An inquiry: nothing was taken yet."""


async def settle_chargeback(news: News) -> str | None:
    """Apply what Stripe says; returns what a human has to see. Raises NotFound for a payment of nobody's."""
    if news.status.startswith(ONLY_ASKED) or news.payment_intent_id is None:
        return f"INQUIRY {news.id}"
    if news.currency != CURRENCY:
        log.error("chargeback.foreign", dispute=news.id, currency=news.currency)
        return f"FOREIGN_CURRENCY {news.currency}"
    known = await Chargeback.get_or_none(stripe_dispute_id=news.id)
    if known is not None and known.amount != news.amount:
        log.error("chargeback.mismatch", dispute=news.id)
        return f"AMOUNT_MISMATCH {news.amount} for {known.amount}"
    request = await PaymentRequest.get_or_none(stripe_payment_intent_id=news.payment_intent_id)
    if request is not None:
        return await _of_payment(request, news)
    deposit = await Deposit.get_or_none(stripe_payment_intent_id=news.payment_intent_id)
    if deposit is not None:
        return await _of_deposit(deposit, news)
    if await ProviderRefund.filter(stripe_payment_intent_id=news.payment_intent_id).exists():
        return await _of_surplus(news)
    log.error("chargeback.of_nobody", dispute=news.id)
    raise NotFound


async def _of_payment(request: PaymentRequest, news: News) -> str | None:
    async with transaction():
        held = await hold_payment(request.id)
        known = await Chargeback.get_or_none(stripe_dispute_id=news.id)
        if known is None:
            known = await _new(news)
            known.payment_request_id = request.id
            await freeze_or_debit(held, known)
        outcome = CLOSED.get(news.status)
        if outcome is not None and known.status is ChargebackStatus.OPEN:
            await close_held(held, known, outcome)
    return None


async def _of_deposit(deposit: Deposit, news: News) -> str | None:
    async with transaction():
        await hold_one(Deposit, deposit.id)
        wallet = await wallet_of(deposit.worker_id)
        known = await Chargeback.get_or_none(stripe_dispute_id=news.id)
        facts = {"deposit_id": str(deposit.id), "amount": str(news.amount)}
        if known is None:
            known = await _new(news)
            known.worker_id = deposit.worker_id
            given_back = sum((row.amount for row in await DepositReturn.filter(deposit_id=deposit.id)), ZERO)
            await book_opened(known, wallet, deposit.amount - given_back)
            await tell(deposit.worker_id, "deposit.charged_back", **facts)
            await tell_if_low(known, wallet)
        outcome = CLOSED.get(news.status)
        if outcome is not None and known.status is ChargebackStatus.OPEN:
            await finish(known, outcome)
            await book_closed(known, wallet)
            if outcome is ChargebackStatus.WON:
                await tell(deposit.worker_id, "deposit.chargeback_won", **facts)
    return None


async def _of_surplus(news: News) -> str | None:
    """A capture that nothing could take (R-12): it is owed back, unless the bank gives it back itself."""
    async with transaction():
        # whoever has the refunds' rows is the only one to hear news of it
        await ProviderRefund.filter(stripe_payment_intent_id=news.payment_intent_id).select_for_update(no_key=True)
        known = await Chargeback.get_or_none(stripe_dispute_id=news.id)
        if known is None:
            known = await _new(news)
            await book_opened(known, None, ZERO)
        outcome = CLOSED.get(news.status)
        if outcome is not None and known.status is ChargebackStatus.OPEN:
            await finish(known, outcome)
            await book_closed(known, None)
    return None


async def _new(news: News) -> Chargeback:
    assert news.payment_intent_id is not None  # noqa: S101 - looked at before
    return await new_chargeback(news.id, news.payment_intent_id, news.amount, news.reason)
