"""What Stripe has: each thing made since the last look is settled, known, and of the amount that we booked."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise.models import Model

from integrations import payments as stripe
from models.payments.tables import Chargeback, PaymentRequest, ProviderRefund, RefundStatus
from models.payouts.tables import Withdrawal
from models.reconciling.booked import captured
from models.reconciling.cursors import walked, window
from models.wallet.tables import Deposit
from tasks import webhooks
from tasks.reconciling.checkouts import settle_checkout
from tasks.reconciling.look import NOT_OURS, key_in, look
from tasks.reconciling.tally import Tally

Tree = dict[str, Any]
CURRENCY = "mxn"

OWNERS: tuple[tuple[str, type[Model]], ...] = (
    ("payment_request_id", PaymentRequest),
    ("deposit_id", Deposit),
    ("provider_refund_id", ProviderRefund),
    ("withdrawal_id", Withdrawal),
)
"""What of ours an object's metadata may name."""


async def look_at_session(told: Tree) -> str | None:
    return await settle_checkout(stripe.CheckoutSession.of(told))


async def look_at_refund(told: Tree) -> str | None:
    """What failed stays owed to somebody, and is for people to see until they have seen to it."""
    if problem := await webhooks.refund(told):
        return problem
    if told["status"] not in {"failed", "canceled"}:
        return None
    owed = ProviderRefund.filter(stripe_refund_id=told["id"], status=RefundStatus.FAILED)
    return "REFUND_FAILED" if await owed.exists() else None


async def look_at_payment(told: Tree) -> str | None:
    news = stripe.PaymentIntent.of(told)
    if news.status != "succeeded":
        return await webhooks.unpaid_intent(told) if is_over(news) and owner_of(told) else None
    if owner_of(told) is None:
        return NOT_OURS
    if problem := await webhooks.intent(told):
        return problem
    booked = await captured(news.id)
    if booked is None:
        return "NOT_BOOKED"
    if news.currency != CURRENCY:
        return f"FOREIGN_CURRENCY {news.currency}"
    return f"AMOUNT_MISMATCH {news.amount_received} for {booked}" if booked != news.amount_received else None


def is_over(news: stripe.PaymentIntent) -> bool:
    return news.status in {"canceled", "requires_payment_method"}


LOOKS: dict[stripe.Listed, Callable[[Tree], Awaitable[str | None]]] = {
    "checkout_sessions": look_at_session,
    "payment_intents": look_at_payment,
    "refunds": look_at_refund,
    "disputes": webhooks.chargeback,
    "transfers": webhooks.transfer,
}


async def walk_through(kind: stripe.Listed, until: datetime, tally: Tally) -> None:
    """Page by page until the stretch of time is walked through, or our own time is up."""
    cursor = await window(kind, until)
    has_more = True
    while has_more and not tally.is_over:
        assert cursor.since is not None and cursor.until is not None  # noqa: S101, PT018 - a window has both
        things, has_more = await stripe.list_page(kind, since=cursor.since, until=cursor.until, after=cursor.after)
        for told in things:
            await look_at(kind, told, tally)
        await walked(cursor, things[-1]["id"] if things else cursor.after, is_done=not has_more)


async def look_at(kind: stripe.Listed, told: Tree, tally: Tally) -> None:
    row = owner_of(told)
    if kind == "disputes":
        known = await Chargeback.get_or_none(stripe_dispute_id=told["id"])
        row = (Chargeback, known.id) if known else None
    facts = {name: told[name] for name in ("status", "currency") if told.get(name)}
    if amount := told.get("amount") or told.get("amount_total"):
        facts["amount"] = str(stripe.from_centavos(amount))
    await look(told["id"], lambda: LOOKS[kind](told), tally, row=row, kind=kind, **facts)


def owner_of(told: Tree) -> tuple[type[Model], UUID] | None:
    for name, table in OWNERS:
        if key := key_in(told.get("metadata") or {}, name):
            return table, key
    return None
