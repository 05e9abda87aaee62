"""News of a payment, whoever brings it: webhook, browser or reconciler; in any order, any number of times."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from uuid import UUID

from models.chat.tables import Conversation
from models.db import find, hold_one, transaction
from models.errors import NotFound
from models.payments.capture import capture
from models.payments.finish_closing import finish_closing
from models.payments.happened import both, happened
from models.payments.intend_checkout import LIVE
from models.payments.provider import Intent, Session
from models.payments.tables import CheckoutSession, CheckoutStatus, PaymentRequest, RequestStatus
from models.timers import cancel

PAID = "paid"


async def settle_session(news: Session, *, failed: bool = False) -> str | None:
    """Apply what Stripe says about a session; `failed` when its money will never come.

    Returns what is wrong with it, for a human to see. Raises NotFound when its request is none of ours.
    """
    request_id = request_of(news.metadata)
    async with held(request_id) as (request, conversation):
        row = await row_of(request, news)
        problem, is_paid = None, news.status == "complete" and news.payment_status == PAID
        if is_paid and news.payment_intent_id:
            problem = await capture(request, conversation, news.payment_intent_id, news.amount, news.currency)
        elif news.status == "complete" and row and row.status in LIVE and not failed:
            await say_pending(request, conversation)
        if row is not None:
            was_refused = is_paid and request.status is RequestStatus.PENDING
            await note(row, news, is_over=failed or was_refused)
    await finish_closing(request_id)
    return problem


async def settle_intent(news: Intent) -> str | None:
    """Apply a payment that succeeded, known without its session: the backup of the session's own news."""
    if news.status != "succeeded":
        return None
    async with held(request_of(news.metadata)) as (request, conversation):
        return await capture(request, conversation, news.id, news.amount_received, news.currency)


async def settle_refused(session_id: UUID) -> None:
    """Stripe made no session for this row, or knows it no more: nobody can pay it."""
    row = await find(CheckoutSession, id=session_id)
    async with held(row.payment_request_id):
        await CheckoutSession.filter(id=row.id, status__in=LIVE).update(status=CheckoutStatus.CLOSED)
        await cancel(row.id, "checkout.expire")


def request_of(metadata: Mapping[str, str]) -> UUID:
    try:
        return UUID(metadata["payment_request_id"])
    except (KeyError, ValueError):
        raise NotFound from None


@asynccontextmanager
async def held(request_id: UUID) -> AsyncIterator[tuple[PaymentRequest, Conversation]]:
    """A transaction that holds the request and its conversation."""
    async with transaction():
        request = await hold_one(PaymentRequest, request_id)
        yield request, await hold_one(Conversation, request.conversation_id)


async def row_of(request: PaymentRequest, news: Session) -> CheckoutSession | None:
    """Our row of this session, whose name we may not have heard yet."""
    ours = CheckoutSession.filter(payment_request_id=request.id)
    known = await ours.get_or_none(stripe_session_id=news.id)
    if known is not None:
        return known
    try:
        return await ours.get_or_none(id=UUID(news.metadata["checkout_session_id"]), stripe_session_id=None)
    except (KeyError, ValueError):
        return await ours.get_or_none(status=CheckoutStatus.INTENDED)


async def note(row: CheckoutSession, news: Session, *, is_over: bool) -> None:
    """A live row follows the news; one that is over stays so, but for money that failed to come."""
    row.stripe_session_id = news.id
    if row.status in LIVE and news.status == "open":
        row.status, row.url = CheckoutStatus.OPEN, news.url
    elif row.status in LIVE and news.status == "complete":
        row.status = CheckoutStatus.COMPLETED
    elif row.status in LIVE:
        row.status = CheckoutStatus.CLOSED
    if is_over and news.status == "complete":
        row.status = CheckoutStatus.CLOSED
    await row.save(update_fields=["status", "stripe_session_id", "url"])
    if row.status not in LIVE:
        await cancel(row.id, "checkout.expire")


async def say_pending(request: PaymentRequest, conversation: Conversation) -> None:
    if request.status is RequestStatus.PENDING:
        await happened("payment.pending", request, conversation, by=request.client_id, to=both(request))
