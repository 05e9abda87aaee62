from uuid import UUID

from models import idempotency
from models.admin.audit_entry import audit
from models.db import transaction
from models.errors import Refused
from models.notices.tell import tell
from models.outbox import record
from models.payouts.hindrances import refuse_hindered
from models.payouts.holding import facts_of, hold_with_worker, refuse_unless
from models.payouts.tables import PayoutAccount, PayoutDriver, Withdrawal, WithdrawalStatus


class WithdrawalNotConfirmed(Refused):
    """Its owner hasn't followed the mail's link."""


class NoPayoutAccount(Refused):
    """No account at Stripe is linked to this handyman."""


async def approve_withdrawal(
    withdrawal_id: UUID, *, by: UUID, driver: PayoutDriver = PayoutDriver.BATCH, key: str | None = None
) -> Withdrawal:
    """Raises NotFound, WithdrawalMovedOn, WithdrawalNotConfirmed, AccountSuspended, WorkerOwesMoney, …"""
    async with transaction() as tx:
        claim = await idempotency.claim(by, "withdrawal.approve", key, [withdrawal_id, driver])
        withdrawal, worker = await hold_with_worker(withdrawal_id)
        if claim.is_replay:
            return withdrawal
        refuse_unless(withdrawal, WithdrawalStatus.REQUESTED)
        if withdrawal.confirmed_at is None:
            raise WithdrawalNotConfirmed
        await refuse_hindered(worker)
        if driver == PayoutDriver.STRIPE and not await PayoutAccount.exists(worker_id=worker.id):
            raise NoPayoutAccount
        withdrawal.status, withdrawal.driver = WithdrawalStatus.APPROVED, driver
        withdrawal.approved_by_id, withdrawal.approved_at = by, await tx.now()
        await withdrawal.save(update_fields=["status", "driver", "approved_by_id", "approved_at"])
        await audit(by, "withdrawal.approved", withdrawal.id, driver=driver, amount=str(withdrawal.amount))
        await tell(worker.id, "withdrawal.approved", **facts_of(withdrawal))
        if driver == PayoutDriver.STRIPE:
            await record("payout.due", withdrawal_id=str(withdrawal.id))
        await claim.remember(withdrawal.id)
        return withdrawal
