"""What becomes of money that was sent; the held row's last word, shared by the file's marks and Stripe's news."""

from uuid import UUID

from models.db import current
from models.notices.tell import tell
from models.outbox import record
from models.payouts.held_money import send_away
from models.payouts.holding import end, facts_of
from models.payouts.tables import Withdrawal, WithdrawalStatus


async def note_sent(withdrawal: Withdrawal, *, by: UUID | None = None) -> None:
    now = await current().now()
    withdrawal.status, withdrawal.closed_by_id = WithdrawalStatus.SENT, by
    withdrawal.sent_at = withdrawal.closed_at = now
    await withdrawal.save(
        update_fields=["status", "closed_by_id", "sent_at", "closed_at", "stripe_transfer_id"],
    )
    await send_away(withdrawal)
    await tell(withdrawal.worker_id, "withdrawal.sent", **facts_of(withdrawal))
    await record("withdrawal.sent", worker_id=str(withdrawal.worker_id), **facts_of(withdrawal))


async def note_failed(withdrawal: Withdrawal, reason: str, *, by: UUID | None = None) -> None:
    await end(withdrawal, WithdrawalStatus.FAILED, by=by, reason=reason)
    await tell(withdrawal.worker_id, "withdrawal.failed", **facts_of(withdrawal))
    await record("withdrawal.failed", worker_id=str(withdrawal.worker_id), **facts_of(withdrawal))
