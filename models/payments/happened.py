"""What happens to a payment is told three times in one breath: timeline, notices, outbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from models.chat.tables import Conversation, Message
from models.chat.timeline import append_event
from models.notices.tell import tell
from models.outbox import record
from models.payments.tables import PaymentRequest


@dataclass(frozen=True, slots=True)
class Happening:
    """`to` are told; `each` is said to one of them only, beside what both may know."""

    kind: str
    to: tuple[UUID, ...]
    by: UUID | None = None
    target_seq: int | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    each: Mapping[UUID, Mapping[str, Any]] = field(default_factory=dict)


async def happened(
    kind: str,
    request: PaymentRequest,
    conversation: Conversation,
    *,
    by: UUID | None = None,
    to: tuple[UUID, ...],
    target_seq: int | None = None,
    **more: Any,
) -> Message:
    """Write `kind` into the timeline, tell `to`, record the event; the verb's last act, since it takes notices.

    The facts are complete, for reactions that run when everything may have changed again.
    """
    [row] = await all_happened(request, conversation, Happening(kind, to, by, target_seq, more))
    return row


async def all_happened(
    request: PaymentRequest, conversation: Conversation, *happenings: Happening
) -> list[Message]:
    """The same for what happens together: rows in this order, notices by person, as locks want it."""
    return await happened_to((request, conversation, happenings))


async def happened_to(*payments: tuple[PaymentRequest, Conversation, Sequence[Happening]]) -> list[Message]:
    """The same for several payments at once."""
    rows, notices = [], []
    for request, conversation, happenings in payments:
        for one in happenings:
            facts = facts_of(request) | dict(one.more)
            row = await append_event(conversation, one.kind, by=one.by, target_seq=one.target_seq, **facts)
            rows.append(row)
            facts["conversation_id"] = str(request.conversation_id)
            # Both may be told of what one of them did: each in words of their own.
            told = facts | ({"by": str(one.by)} if one.by else {})
            notices += [(user_id, one.kind, told | dict(one.each.get(user_id, {}))) for user_id in one.to]
            sides = {"client_id": str(request.client_id), "worker_id": str(request.worker_id)}
            said = {f"{name}_{user_id}": fact for user_id, each in one.each.items() for name, fact in each.items()}
            await record(one.kind, **sides, **facts, **said)
    for user_id, kind, facts in sorted(notices, key=lambda notice: notice[0]):
        await tell(user_id, kind, **facts)
    return rows


def facts_of(request: PaymentRequest) -> dict[str, Any]:
    return {
        "payment_request_id": str(request.id),
        "amount": str(request.amount),
        "fee": str(request.fee),
        "total": str(request.total),
        "currency": "MXN",
    }


def both(request: PaymentRequest) -> tuple[UUID, UUID]:
    return request.client_id, request.worker_id
