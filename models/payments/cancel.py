from uuid import UUID

from models.chat.tables import Conversation
from models.db import hold_one, transaction
from models.errors import NotFound
from models.idempotency import claim
from models.payments.closing import close
from models.payments.refusals import refuse_settled
from models.payments.tables import PaymentRequest, RequestStatus
from models.people.tables import User


async def cancel(request_id: UUID, *, by: User, key: str | None = None) -> PaymentRequest:
    """The handyman takes the request back. It may still be closing when this returns: see `closing_as`."""
    async with transaction() as tx:
        claimed = await claim(by.id, "payments.cancel", key, [request_id])
        request = await hold_one(PaymentRequest, request_id)
        if request.worker_id != by.id:
            raise NotFound
        if claimed.is_replay:
            return request
        conversation = await hold_one(Conversation, request.conversation_id)
        refuse_settled(request, await tx.now())
        await close(request, conversation, RequestStatus.CANCELLED)
        await claimed.remember(request.id)
    return request
