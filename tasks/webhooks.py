"""Apply what providers told us. Each kind ends in a verb that counts a fact once, in any order."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import structlog

from integrations import payments as stripe
from models import inbox
from models.errors import NotFound
from models.payments.refund_attempt import metadata_of
from models.payments.settle import settle_intent, settle_session
from models.payments.settle_chargeback import settle_chargeback
from models.payments.settle_refund import awaited_refunds, settle_refund
from models.payouts.transfer import settle_transfer
from models.wallet import settle_deposit as deposits
from tasks.event import Event

log = structlog.get_logger()

Apply = Callable[[dict[str, Any]], Awaitable[str | None]]
"""Takes the event's object; returns what is wrong with it, for an operator to see."""


async def apply_webhook(event: Event) -> None:
    received = await inbox.take(UUID(event.facts["webhook_event_id"]))
    if received is None:
        return
    problem = None
    apply = APPLIED.get((received.source, received.kind))
    if apply is None:
        log.info("webhook.ignored", source=received.source, kind=received.kind)
    else:
        try:
            problem = await apply(received.payload["data"]["object"])
        except NotFound:
            # Signed by Stripe, yet about nothing that we know: another machine's test, or a lost row.
            problem = "NOTHING_OF_OURS"
    await inbox.finish(received, problem)


async def session(told: dict[str, Any], *, failed: bool = False) -> str | None:
    news = stripe.CheckoutSession.of(told)
    settle = deposits.settle_session if "deposit_id" in news.metadata else settle_session
    return await settle(news, failed=failed)


async def failed_session(told: dict[str, Any]) -> str | None:
    return await session(told, failed=True)


async def intent(told: dict[str, Any]) -> str | None:
    return await payment(stripe.PaymentIntent.of(told))


async def payment(news: stripe.PaymentIntent) -> str | None:
    settle = deposits.settle_intent if "deposit_id" in news.metadata else settle_intent
    return await settle(news)


async def unpaid_intent(told: dict[str, Any]) -> str | None:
    """A request's payer may try again; only a deposit ends with its payment."""
    news = stripe.PaymentIntent.of(told)
    return await deposits.settle_intent(news) if "deposit_id" in news.metadata else None


async def refund(told: dict[str, Any]) -> str | None:
    return await settle_refund(stripe.Refund.of(told))


async def refunded_charge(told: dict[str, Any]) -> str | None:
    """A charge names no refund: ask for those that we wait for."""
    for row in await awaited_refunds(str(told["payment_intent"])):
        found = await stripe.find_refund(row.stripe_payment_intent_id, metadata_of(row))
        if found is not None:
            await settle_refund(found)
    return None


async def chargeback(told: dict[str, Any]) -> str | None:
    """Its payment may not have been heard of yet; then it is asked for first."""
    news = stripe.Dispute.of(told)
    try:
        return await settle_chargeback(news)
    except NotFound:
        if news.payment_intent_id is None:
            raise
    try:
        paid = await stripe.get_payment_intent(news.payment_intent_id)
    except stripe.NotFoundError:
        raise NotFound from None
    problem = await payment(paid)
    return await settle_chargeback(news) or problem


async def transfer(told: dict[str, Any]) -> str | None:
    return await settle_transfer(stripe.Transfer.of(told))


APPLIED: dict[tuple[str, str], Apply] = {
    ("stripe", "checkout.session.completed"): session,
    ("stripe", "checkout.session.async_payment_succeeded"): session,
    ("stripe", "checkout.session.async_payment_failed"): failed_session,
    ("stripe", "checkout.session.expired"): session,
    ("stripe", "payment_intent.succeeded"): intent,
    ("stripe", "payment_intent.canceled"): unpaid_intent,
    ("stripe", "payment_intent.payment_failed"): unpaid_intent,
    ("stripe", "refund.created"): refund,
    ("stripe", "refund.updated"): refund,
    ("stripe", "refund.failed"): refund,
    ("stripe", "charge.refunded"): refunded_charge,
    ("stripe", "charge.dispute.created"): chargeback,
    ("stripe", "charge.dispute.updated"): chargeback,
    ("stripe", "charge.dispute.funds_withdrawn"): chargeback,
    ("stripe", "charge.dispute.funds_reinstated"): chargeback,
    ("stripe", "charge.dispute.closed"): chargeback,
    ("stripe", "transfer.created"): transfer,
    ("stripe", "transfer.updated"): transfer,
    ("stripe", "transfer.reversed"): transfer,
}
"""The rest is stored and ignored."""
