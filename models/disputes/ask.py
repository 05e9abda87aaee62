"""Support asks one side, or both, for more: evidence, or a call (DIS-12)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from models.admin.audit_entry import audit
from models.db import current, find, transaction
from models.disputes.hold_dispute import hold_dispute
from models.disputes.tables import Dispute
from models.errors import Forbidden, Refused
from models.idempotency import claim
from models.payments.happened import Happening, all_happened
from models.payments.tables import PaymentRequest
from models.people.tables import User


class CallNotPlanned(Refused):
    """A call has a moment that is still to come; a request for evidence has none."""


class Asked(StrEnum):
    CLIENT = "client"
    WORKER = "worker"
    BOTH = "both"


class For(StrEnum):
    EVIDENCE = "evidence"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Question:
    of: Asked
    for_: For
    text: str
    call_at: datetime | None = None


async def ask(dispute_id: UUID, question: Question, *, by: User, key: str | None = None) -> Dispute:
    """Both see that it was asked; what was written goes to whom it is for. Raises Forbidden, NotFound, …"""
    if not by.is_staff:
        raise Forbidden
    async with transaction():
        claimed = await claim(by.id, "disputes.ask", key, [dispute_id, question])
        if claimed.is_replay:
            return await find(Dispute, id=dispute_id)
        dispute, held = await hold_dispute(dispute_id, by)
        refuse_unplanned(question, await current().now())
        await audit(by.id, f"dispute.{question.for_}_asked", dispute.id, of=question.of.value)
        await claimed.remember(dispute.id)
        await all_happened(held.request, held.conversation, saying(question, dispute, held.request))
    return dispute


def refuse_unplanned(question: Question, now: datetime) -> None:
    is_call = question.for_ is For.CALL
    if is_call != (question.call_at is not None) or (question.call_at is not None and question.call_at <= now):
        raise CallNotPlanned(field="call_at")


def saying(question: Question, dispute: Dispute, request: PaymentRequest) -> Happening:
    sides = {Asked.CLIENT: (request.client_id,), Asked.WORKER: (request.worker_id,)}
    to = sides.get(question.of, (request.client_id, request.worker_id))
    more = {
        "dispute_id": str(dispute.id),
        "reference_number": dispute.reference_number,
        "of": question.of.value,
        "call_at": question.call_at and question.call_at.isoformat(),
    }
    each = {person: {"message": question.text} for person in to}
    if question.for_ is For.CALL:
        return Happening("dispute.call_proposed", to, more=more, each=each)
    return Happening("dispute.evidence_asked", to, more=more, each=each)
