from uuid import UUID

from models.db import transaction
from models.disputes.hold_dispute import hold_dispute, refuse_staff
from models.disputes.tables import Dispute
from models.errors import Conflict, Refused
from models.idempotency import claim
from models.payments.happened import both, happened
from models.people.tables import User


class AnswerNotYours(Refused):
    """Whoever raised it has said why already; the other side answers."""


class AlreadyAnswered(Conflict):
    pass


async def answer(dispute_id: UUID, *, by: User, text: str, key: str | None = None) -> Dispute:
    """The other side of it (DIS-05), once."""
    async with transaction() as tx:
        claimed = await claim(by.id, "disputes.answer", key, [dispute_id, text])
        if claimed.is_replay:
            return await Dispute.get(id=dispute_id)
        dispute, held = await hold_dispute(dispute_id, by)
        refuse_staff(by)
        if by.id == dispute.raised_by_id:
            raise AnswerNotYours
        if dispute.answer is not None:
            raise AlreadyAnswered
        dispute.answer, dispute.answered_at = text, await tx.now()
        await dispute.save(update_fields=["answer", "answered_at"])
        await claimed.remember(dispute.id)
        told = tuple(each for each in both(held.request) if each != by.id)
        await happened(
            "dispute.answered",
            held.request,
            held.conversation,
            by=by.id,
            to=told,
            dispute_id=str(dispute.id),
            reference_number=dispute.reference_number,
        )
    return dispute
