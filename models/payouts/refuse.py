from uuid import UUID

from models import idempotency
from models.admin.audit_entry import audit
from models.db import hold_one, transaction
from models.notices.tell import tell
from models.outbox import record
from models.payouts.holding import end, facts_of, refuse_unless
from models.payouts.tables import Withdrawal, WithdrawalStatus


async def refuse_withdrawal(withdrawal_id: UUID, reason: str, *, by: UUID, key: str | None = None) -> Withdrawal:
    """Until its money may be on its way, staff says no. Raises NotFound, WithdrawalMovedOn."""
    async with transaction():
        claim = await idempotency.claim(by, "withdrawal.refuse", key, [withdrawal_id, reason])
        withdrawal = await hold_one(Withdrawal, withdrawal_id)
        if claim.is_replay:
            return withdrawal
        refuse_unless(withdrawal, WithdrawalStatus.REQUESTED, WithdrawalStatus.APPROVED)
        await end(withdrawal, WithdrawalStatus.REFUSED, by=by, reason=reason)
        await audit(by, "withdrawal.refused", withdrawal.id, reason=reason)
        await tell(withdrawal.worker_id, "withdrawal.refused", **facts_of(withdrawal))
        await record("withdrawal.refused", worker_id=str(withdrawal.worker_id), **facts_of(withdrawal))
        await claim.remember(withdrawal.id)
        return withdrawal
