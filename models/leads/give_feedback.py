"""After a refund: was this lead legitimate? (REF-09)"""

from uuid import UUID

from models import idempotency
from models.db import find, hold_one, transaction
from models.errors import Conflict
from models.leads.tables import LeadFeedback, LeadPurchase


class LeadNotRefunded(Conflict):
    pass


class FeedbackAlreadyGiven(Conflict):
    pass


async def give_feedback(
    lead_id: UUID, *, by: UUID, was_legitimate: bool, comment: str | None = None, key: str | None = None
) -> LeadFeedback:
    """Say once, of a lead that was refunded, whether it was real. Raises LeadNotRefunded, FeedbackAlreadyGiven."""
    async with transaction() as verb:
        body = {"lead_id": lead_id, "was_legitimate": was_legitimate, "comment": comment}
        claim = await idempotency.claim(by, "lead.feedback", key, body)
        if claim.result_id is not None:
            return await find(LeadFeedback, id=claim.result_id)
        purchase = await hold_one(LeadPurchase, (await find(LeadPurchase, lead_id=lead_id, worker_id=by)).id)
        if not purchase.refund_count:
            raise LeadNotRefunded
        if await LeadFeedback.exists(purchase_id=purchase.id):
            raise FeedbackAlreadyGiven
        feedback = await LeadFeedback.create(
            purchase_id=purchase.id,
            was_legitimate=was_legitimate,
            comment=comment,
            created_at=await verb.now(),
        )
        await claim.remember(feedback.id)
        return feedback
