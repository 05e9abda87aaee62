"""Declined, cancelled, expired: nothing ends while its session could still be paid (R-12)."""

from models.chat.tables import Conversation
from models.chat.timeline import DeadlinesMoved
from models.db import current
from models.outbox import record
from models.payments.happened import both, happened
from models.payments.intend_checkout import live_session
from models.payments.tables import PaymentRequest, RequestStatus
from models.timers import cancel


async def close(request: PaymentRequest, conversation: Conversation, as_: RequestStatus) -> None:
    """Close a held, pending request: at once, or as soon as its live session is closed at Stripe."""
    live = await live_session(request.id)
    if live is None:
        await finish(request, conversation, as_)
        return
    request.closing_as, request.closing_at = as_, await current().now()
    await request.save(update_fields=["closing_as", "closing_at"])
    await record("checkout.close", checkout_session_id=str(live.id))
    current().announce(DeadlinesMoved(conversation.id))


async def finish(request: PaymentRequest, conversation: Conversation, as_: RequestStatus) -> None:
    request.status, request.settled_at = as_, await current().now()
    request.closing_as = request.closing_at = None
    await request.save(update_fields=["status", "settled_at", "closing_as", "closing_at"])
    await cancel(request.id, "payment.expire")
    by = {RequestStatus.DECLINED: request.client_id, RequestStatus.CANCELLED: request.worker_id}.get(as_)
    others = tuple(person for person in both(request) if person != by)
    await happened(f"payment.{as_}", request, conversation, by=by, to=others)
