"""A session as Stripe has it, beside what we asked for."""

from decimal import Decimal

from integrations import payments as stripe
from models.payments import settle as payments
from models.payments.intend_checkout import LIVE
from models.payments.tables import CheckoutSession, PaymentRequest
from models.wallet import settle_deposit as deposits
from models.wallet.tables import Deposit
from tasks.reconciling.look import key_in

CURRENCY = "mxn"


async def settle_checkout(news: stripe.CheckoutSession) -> str | None:
    """Settle it first: what was paid is booked or owed back, whatever was asked for."""
    settle = deposits.settle_session if "deposit_id" in news.metadata else payments.settle_session
    if await _is_surplus(news):
        news = await stripe.expire_checkout(news.id)
    problem = await settle(news)
    intended = await _intended(news)
    if problem or intended is None:
        return problem
    if news.currency != CURRENCY:
        return f"FOREIGN_CURRENCY {news.currency}"
    return f"AMOUNT_MISMATCH {news.amount} for {intended}" if news.amount != intended else None


async def _is_surplus(news: stripe.CheckoutSession) -> bool:
    """Still open, though we think it closed, or it is a second one of the same row (R-12)."""
    key = key_in(news.metadata, "checkout_session_id")
    row = await CheckoutSession.get_or_none(id=key) if key and news.status == "open" else None
    return row is not None and (row.status not in LIVE or row.stripe_session_id not in {None, news.id})


async def _intended(news: stripe.CheckoutSession) -> Decimal | None:
    if key := key_in(news.metadata, "deposit_id"):
        deposit = await Deposit.get_or_none(id=key)
        return deposit.amount if deposit else None
    request = await PaymentRequest.get_or_none(id=key_in(news.metadata, "payment_request_id"))
    return request.total if request else None
