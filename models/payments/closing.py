"""Declined, cancelled, expired: nothing ends while its session could still be paid (R-12)."""

from models.chat.tables import Conversation
from models.chat.timeline import DeadlinesMoved
from models.db import current
from models.outbox import record
from models.payments.happened import Happening, all_happened, both
from models.payments.intend_checkout import live_session
from models.payments.tables import PaymentRequest, RequestStatus
from models.people.suspended import any_suspended
from models.timers import cancel


async def close(request: PaymentRequest, conversation: Conversation, as_: RequestStatus) -> None:
    """Close a held, pending request: at once, or as soon as its live session is closed at Stripe."""
    if told := await begin_to_close(request, conversation, as_):
        await all_happened(request, conversation, *told)


async def begin_to_close(
    request: PaymentRequest, conversation: Conversation, as_: RequestStatus
) -> list[Happening]:
    """The same; returns what there is to tell, which is nothing while its session is live."""
    live = await live_session(request.id)
    if live is None:
        return [await _closed(request, as_)]
    request.closing_as, request.closing_at = as_, await current().now()
    await request.save(update_fields=["closing_as", "closing_at"])
    await record("checkout.close", checkout_session_id=str(live.id))
    current().announce(DeadlinesMoved(conversation.id))
    return []


async def finish(request: PaymentRequest, conversation: Conversation, as_: RequestStatus) -> None:
    await all_happened(request, conversation, await _closed(request, as_))


async def _closed(request: PaymentRequest, as_: RequestStatus) -> Happening:
    request.status, request.settled_at = as_, await current().now()
    request.closing_as = request.closing_at = None
    await request.save(update_fields=["status", "settled_at", "closing_as", "closing_at"])
    await cancel(request.id, "payment.expire")
    by = {RequestStatus.DECLINED: request.client_id, RequestStatus.CANCELLED: request.worker_id}.get(as_)
    if as_ is RequestStatus.CANCELLED and await any_suspended(*both(request)):
        return Happening(f"payment.{as_}", both(request), more={"why": "suspended"})
    others = tuple(person for person in both(request) if person != by)
    return Happening(f"payment.{as_}", others, by)
