from datetime import timedelta
from uuid import UUID

from models import fault
from models.clock import business_now
from models.db import find
from models.payments.provider import Provider
from models.payments.refund_attempt import key_of, metadata_of
from models.payments.refusals import ChargebackOpen
from models.payments.settle_refund import settle_refund
from models.payments.tables import Chargeback, ChargebackStatus, ProviderRefund, RefundStatus

KEYS_TRUSTED_FOR = timedelta(hours=20)
"""Stripe forgets idempotency keys after 24 hours (R-17). Business time never lags behind Stripe's."""


async def give_back(refund_id: UUID, provider: Provider) -> None:
    """Have Stripe refund what the row intends, and settle; any number of times.

    Raises ChargebackOpen while a bank decides about the payment: Stripe would refuse.
    """
    row = await find(ProviderRefund, id=refund_id)
    if row.status is not RefundStatus.INTENDED:
        return
    claims = Chargeback.filter(stripe_payment_intent_id=row.stripe_payment_intent_id)
    if await claims.filter(status=ChargebackStatus.OPEN).exists():
        raise ChargebackOpen
    metadata = metadata_of(row)
    news = None
    fault.passes("after-intend", "refund")
    if await business_now() - row.created_at > KEYS_TRUSTED_FOR:
        news = await provider.find_refund(row.stripe_payment_intent_id, metadata)
    if news is None:
        news = await provider.refund(
            key=key_of(row),
            payment_intent=row.stripe_payment_intent_id,
            amount=row.amount,
            metadata=metadata,
        )
    fault.passes("after-call", "refund")
    await settle_refund(news)
