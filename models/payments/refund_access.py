"""How money on its way back to a card reaches staff; the two whom it is about read of it in their payment."""

from typing import Any

from models.listing import page
from models.payments.tables import ProviderRefund, RefundStatus
from models.plain import pesos, stamp


async def refunds_for_staff(
    *, status: RefundStatus | None = None, limit: int = 20, cursor: str | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    wanted = ProviderRefund.filter(status=status) if status else ProviderRefund.all()
    rows, following = await page(wanted, limit=limit, cursor=cursor)
    return [present_refund(row) for row in rows], following


def present_refund(row: ProviderRefund) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "payment_request_id": row.payment_request_id and str(row.payment_request_id),
        "stripe_payment_intent_id": row.stripe_payment_intent_id,
        "stripe_refund_id": row.stripe_refund_id,
        "amount": pesos(row.amount),
        "currency": "MXN",
        "reason": row.reason,
        "status": row.status.value,
        "attempt": row.attempt,
        "is_by_hand": row.settled_by_id is not None,
        "note": row.note,
        "created_at": stamp(row.created_at),
        "settled_at": stamp(row.settled_at),
    }
