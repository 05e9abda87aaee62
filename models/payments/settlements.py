"""What both can agree on without support: a split that one side proposes and the other accepts."""

from datetime import timedelta

from models.chat.tables import Conversation
from models.db import current
from models.errors import Conflict, Refused
from models.payments.happened import happened
from models.payments.tables import PaymentRequest, Settlement, SettlementStatus
from models.timers import cancel

OPEN_FOR = timedelta(days=7)


class SettlementNotOpen(Conflict):
    """Accepted, declined, withdrawn or run out."""


class SettlementYours(Refused):
    """The other side answers a proposal."""


class AmountBeyondPayment(Refused):
    """A split divides what is held."""


async def open_settlement(request: PaymentRequest) -> Settlement | None:
    """The one proposal that waits; the request is held."""
    return await Settlement.get_or_none(payment_request_id=request.id, status=SettlementStatus.PROPOSED)


async def lapse_settlement(request: PaymentRequest) -> None:
    """The hold ends otherwise: there is nothing left to split. The ending's own row says so."""
    await lapse(await open_settlement(request))


async def lapse(waiting: Settlement | None) -> None:
    if waiting is not None:
        await _end(waiting, SettlementStatus.LAPSED)


async def answer_settlement(
    waiting: Settlement, request: PaymentRequest, conversation: Conversation, as_: SettlementStatus
) -> None:
    """Write down that a proposal was declined, withdrawn or ran out."""
    await _end(waiting, as_)
    other = request.worker_id if waiting.proposed_by_id == request.client_id else request.client_id
    by = {SettlementStatus.DECLINED: other, SettlementStatus.WITHDRAWN: waiting.proposed_by_id}.get(as_)
    told = tuple(each for each in (request.client_id, request.worker_id) if each != by)
    await happened(
        f"settlement.{as_}",
        request,
        conversation,
        by=by,
        to=told,
        target_seq=waiting.seq,
        settlement_id=str(waiting.id),
    )


async def accepted(waiting: Settlement) -> None:
    await _end(waiting, SettlementStatus.ACCEPTED)


async def _end(waiting: Settlement, as_: SettlementStatus) -> None:
    waiting.status, waiting.answered_at = as_, await current().now()
    await current().change(waiting, "status", "answered_at")
    await cancel(waiting.id, "settlement.expire")
