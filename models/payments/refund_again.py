from uuid import UUID

from models import idempotency
from models.admin.audit_entry import audit
from models.db import transaction
from models.outbox import record
from models.payments.hold_refund import hold_refund, refuse_unfailed
from models.payments.tables import ProviderRefund, RefundStatus
from models.people.tables import User
from models.reconciling.findings import agrees


async def refund_again(refund_id: UUID, *, by: User, key: str | None = None) -> ProviderRefund:
    """Have Stripe try one that failed once more. Raises Forbidden, NotFound, RefundNotFailed."""
    async with transaction():
        claim = await idempotency.claim(by.id, "refund.again", key, refund_id)
        row = await hold_refund(refund_id, by)
        if claim.is_replay:
            return row
        refuse_unfailed(row)
        await agrees(str(row.stripe_refund_id), str(row.id))
        row.status, row.attempt, row.stripe_refund_id = RefundStatus.INTENDED, row.attempt + 1, None
        row.settled_at = None
        await row.save(update_fields=["status", "attempt", "stripe_refund_id", "settled_at"])
        await audit(by.id, "refund.sent_again", row.id, attempt=row.attempt, amount=str(row.amount))
        await record("refund.intended", provider_refund_id=str(row.id))
        await claim.remember(row.id)
        return row
