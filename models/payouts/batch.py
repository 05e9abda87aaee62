"""The payout by hand: approved withdrawals become a file for our bank, then each is marked by how it went."""

import csv
import io
from uuid import UUID

from models import idempotency
from models.admin.audit_entry import audit
from models.db import find, hold, hold_one, transaction
from models.errors import Conflict
from models.outgoing.gate import refuse_frozen
from models.payments.receivables import debt_of
from models.payouts.arrive import note_failed, note_sent
from models.payouts.holding import refuse_unless
from models.payouts.tables import PayoutBatch, PayoutDriver, Withdrawal, WithdrawalStatus
from models.people.tables import User, UserStatus

LARGEST = 500


class NothingToPay(Conflict):
    pass


class SentByStripe(Conflict):
    """Stripe tells of its own transfers; nobody marks them by hand."""


async def begin_batch(*, by: UUID, key: str | None = None) -> PayoutBatch:
    """From here on its withdrawals may be on their way. Raises OutgoingMoneyFrozen, NothingToPay."""
    waiting = Withdrawal.filter(status=WithdrawalStatus.APPROVED, driver=PayoutDriver.BATCH)
    async with transaction() as tx:
        claim = await idempotency.claim(by, "payouts.batch", key, None)
        if claim.result_id is not None:
            return await find(PayoutBatch, id=claim.result_id)
        seen = await waiting.order_by("approved_at").limit(LARGEST)
        workers = {user.id: user for user in await hold(User, *{row.worker_id for row in seen})}
        held = await hold(Withdrawal, *(row.id for row in seen))
        await refuse_frozen()
        now = await tx.now()
        chosen = [
            row for row in held if row.status == WithdrawalStatus.APPROVED and await may(workers[row.worker_id])
        ]
        if not chosen:
            raise NothingToPay
        batch = await PayoutBatch.create(made_by_id=by, created_at=now)
        for row in chosen:
            row.status, row.batch_id, row.sending_at = WithdrawalStatus.SENDING, batch.id, now
            await row.save(update_fields=["status", "batch_id", "sending_at"])
        total = sum(row.amount for row in chosen)
        await audit(by, "payout_batch.made", batch.id, withdrawals=len(chosen), total=str(total))
        await claim.remember(batch.id)
        return batch


async def may(worker: User) -> bool:
    """Who was suspended or fell into debt since the approval waits (R-15, R-16)."""
    return worker.status == UserStatus.ACTIVE and not await debt_of(worker.id)


async def write_file(batch_id: UUID, *, by: UUID) -> str:
    """The file for the bank, of those that nobody has marked yet; each download is noted. Raises NotFound, …"""
    async with transaction():
        batch = await find(PayoutBatch, id=batch_id)
        await refuse_frozen()
        rows = await Withdrawal.filter(batch_id=batch.id, status=WithdrawalStatus.SENDING).order_by("id")
        await audit(by, "payout_batch.downloaded", batch.id, withdrawals=len(rows))
    written = io.StringIO()
    lines = csv.writer(written, quoting=csv.QUOTE_ALL)
    lines.writerow(["reference", "clabe", "account_holder", "bank_name", "amount", "currency", "concept"])
    for row in rows:
        lines.writerow(
            [row.id, row.clabe, row.account_holder, row.bank_name, f"{row.amount:.2f}", "MXN", "TrustMe retiro"]
        )
    return written.getvalue()


async def mark_sent(withdrawal_id: UUID, *, by: UUID, key: str | None = None) -> Withdrawal:
    """The bank has taken it. Raises NotFound, SentByStripe, WithdrawalMovedOn."""
    async with transaction():
        claim = await idempotency.claim(by, "withdrawal.sent", key, withdrawal_id)
        withdrawal = await hold_one(Withdrawal, withdrawal_id)
        if claim.is_replay:
            return withdrawal
        refuse_other_drivers(withdrawal)
        refuse_unless(withdrawal, WithdrawalStatus.SENDING)
        await audit(by, "withdrawal.sent", withdrawal.id)
        await note_sent(withdrawal, by=by)
        await claim.remember(withdrawal.id)
        return withdrawal


async def mark_failed(withdrawal_id: UUID, reason: str, *, by: UUID, key: str | None = None) -> Withdrawal:
    """The bank would not take it, or has sent it back, be it days later: the handyman has it again."""
    async with transaction():
        claim = await idempotency.claim(by, "withdrawal.failed", key, [withdrawal_id, reason])
        withdrawal = await hold_one(Withdrawal, withdrawal_id)
        if claim.is_replay:
            return withdrawal
        refuse_other_drivers(withdrawal)
        refuse_unless(withdrawal, WithdrawalStatus.SENDING, WithdrawalStatus.SENT)
        await note_failed(withdrawal, reason, by=by)
        await audit(by, "withdrawal.failed", withdrawal.id, reason=reason)
        await claim.remember(withdrawal.id)
        return withdrawal


def refuse_other_drivers(withdrawal: Withdrawal) -> None:
    if withdrawal.driver == PayoutDriver.STRIPE:
        raise SentByStripe
