from uuid import UUID

from models import idempotency
from models.admin.audit_entry import audit
from models.db import current, transaction
from models.payments.hold_refund import hold_refund, refuse_unfailed
from models.payments.tables import ProviderRefund, RefundStatus
from models.people.tables import User
from models.reconciling.findings import agrees
from models.wallet.accounts import platform
from models.wallet.ledger import post
from models.wallet.tables import AccountKind, TransferKind


async def refund_by_hand(refund_id: UUID, note: str, *, by: User, key: str | None = None) -> ProviderRefund:
    """Our bank has paid what Stripe could not; `note` says how. Raises Forbidden, NotFound, RefundNotFailed."""
    async with transaction():
        claim = await idempotency.claim(by.id, "refund.by_hand", key, [refund_id, note])
        row = await hold_refund(refund_id, by)
        if claim.is_replay:
            return row
        refuse_unfailed(row)
        await post(
            TransferKind.UNAPPLIED_REFUNDED,
            f"refund_by_hand:{row.id}",
            [
                (await platform(AccountKind.UNAPPLIED), -row.amount),
                (await platform(AccountKind.BANK), row.amount),
            ],
        )
        await agrees(str(row.stripe_refund_id), str(row.id))
        row.status, row.settled_by_id, row.note = RefundStatus.SUCCEEDED, by.id, note
        row.settled_at = await current().now()
        await row.save(update_fields=["status", "settled_by_id", "note", "settled_at"])
        await audit(by.id, "refund.paid_by_hand", row.id, amount=str(row.amount), note=note)
        await claim.remember(row.id)
        return row
