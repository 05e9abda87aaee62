"""What we owed to a card and a bank has given back itself: owed no more (R-12, R-15)."""

from decimal import Decimal

from models.db import current
from models.payments.tables import Chargeback, ProviderRefund, RefundStatus

ZERO = Decimal("0.00")
UNSENT = (RefundStatus.INTENDED, RefundStatus.FAILED)
"""What Stripe has in hand may still arrive."""


async def given_by_bank(chargeback: Chargeback, most: Decimal) -> Decimal:
    """End the refunds of a lost payment that had not left, as far as the bank took so much; how much they were.

    Their rows are locked last, after everything else that a verb holds.
    """
    left = most
    waiting = ProviderRefund.filter(
        stripe_payment_intent_id=chargeback.stripe_payment_intent_id, status__in=UNSENT
    )
    for row in await waiting.order_by("id").select_for_update(no_key=True):
        if row.amount <= left:
            left -= row.amount
            row.status, row.settled_at = RefundStatus.SUCCEEDED, await current().now()
            row.chargeback_id = chargeback.id
            await row.save(update_fields=["status", "settled_at", "chargeback_id"])
    return most - left
