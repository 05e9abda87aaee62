from uuid import UUID

from models.chat.tables import Conversation
from models.db import find, hold_one, transaction
from models.payments.closing import finish
from models.payments.intend_checkout import live_session
from models.payments.tables import PaymentRequest, RequestStatus


async def finish_closing(request_id: UUID) -> None:
    """Decline, cancel or expire what waited for its session to be closed; dated when it was asked for (R-19)."""
    seen = await find(PaymentRequest, id=request_id)
    if seen.closing_at is None:
        return
    async with transaction(at=seen.closing_at):
        request = await hold_one(PaymentRequest, request_id)
        conversation = await hold_one(Conversation, request.conversation_id)
        is_open = request.status is RequestStatus.PENDING and await live_session(request.id) is not None
        if request.closing_as is not None and not is_open:
            await finish(request, conversation, request.closing_as)
