"""What happens to a payment is told three times in one breath: timeline, notices, outbox."""

from typing import Any
from uuid import UUID

from models.chat.tables import Conversation
from models.chat.timeline import append_event
from models.notices.tell import tell
from models.outbox import record
from models.payments.tables import PaymentRequest


async def happened(
    kind: str,
    request: PaymentRequest,
    conversation: Conversation,
    *,
    by: UUID | None = None,
    to: tuple[UUID, ...],
    **more: Any,
) -> None:
    """Write `kind` into the timeline, tell `to`, record the event; the verb's last act, since it takes notices.

    The facts are complete, for reactions that run when everything may have changed again.
    """
    facts = {
        "payment_request_id": str(request.id),
        "amount": str(request.amount),
        "fee": str(request.fee),
        "total": str(request.total),
        "currency": "MXN",
        **more,
    }
    await append_event(conversation, kind, by=by, **facts)
    facts["conversation_id"] = str(request.conversation_id)
    for user_id in sorted(to):
        await tell(user_id, kind, **facts)
    await record(kind, client_id=str(request.client_id), worker_id=str(request.worker_id), **facts)


def both(request: PaymentRequest) -> tuple[UUID, UUID]:
    return request.client_id, request.worker_id
