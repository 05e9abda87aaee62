from datetime import datetime
from uuid import UUID

from models import idempotency
from models.db import hold_one, transaction
from models.errors import NotFound
from models.notices.tell import tell
from models.outbox import record
from models.payouts.holding import end, facts_of, refuse_unless
from models.payouts.request import CONFIRM_WITHIN
from models.payouts.tables import Withdrawal, WithdrawalStatus


async def cancel_withdrawal(withdrawal_id: UUID, *, by: UUID, key: str | None = None) -> Withdrawal:
    """Its owner thinks again, before it is approved. Raises NotFound, WithdrawalMovedOn."""
    async with transaction():
        claim = await idempotency.claim(by, "wallet.withdraw.cancel", key, withdrawal_id)
        withdrawal = await hold_one(Withdrawal, withdrawal_id)
        if withdrawal.worker_id != by:
            raise NotFound
        if claim.is_replay:
            return withdrawal
        refuse_unless(withdrawal, WithdrawalStatus.REQUESTED)
        await end(withdrawal, WithdrawalStatus.CANCELLED, by=by)
        await claim.remember(withdrawal.id)
        return withdrawal


async def expire_withdrawal(withdrawal_id: UUID, *, at: datetime) -> None:
    """The timer's effect: the mail's link was not followed in time, the money goes back."""
    async with transaction(at=at):
        withdrawal = await hold_one(Withdrawal, withdrawal_id)
        is_waiting = withdrawal.status == WithdrawalStatus.REQUESTED and withdrawal.confirmed_at is None
        if not is_waiting or at < withdrawal.created_at + CONFIRM_WITHIN:
            return
        await end(withdrawal, WithdrawalStatus.CANCELLED, reason="not_confirmed")
        await tell(withdrawal.worker_id, "withdrawal.expired", **facts_of(withdrawal))
        await record("withdrawal.expired", worker_id=str(withdrawal.worker_id), **facts_of(withdrawal))
