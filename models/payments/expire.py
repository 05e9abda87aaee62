from datetime import datetime
from uuid import UUID

from models.chat.tables import Conversation
from models.db import find, hold_one, transaction
from models.outbox import record
from models.payments.closing import close
from models.payments.intend_checkout import LIVE
from models.payments.tables import CheckoutSession, PaymentRequest, RequestStatus


async def expire_request(request_id: UUID, *, at: datetime) -> None:
    """Fourteen days unanswered: the request is over."""
    async with transaction(at=at):
        request = await hold_one(PaymentRequest, request_id)
        conversation = await hold_one(Conversation, request.conversation_id)
        is_waiting = request.status is RequestStatus.PENDING and request.closing_as is None
        if is_waiting and at >= request.expires_at:
            await close(request, conversation, RequestStatus.EXPIRED)


async def expire_checkout(session_id: UUID, *, at: datetime) -> None:
    """A session's time is over: have it closed at Stripe, where lost news of a payment would be found too."""
    row = await find(CheckoutSession, id=session_id)
    async with transaction(at=at):
        await hold_one(PaymentRequest, row.payment_request_id)
        if at >= row.expires_at and await CheckoutSession.exists(id=row.id, status__in=LIVE):
            await record("checkout.close", checkout_session_id=str(row.id))
