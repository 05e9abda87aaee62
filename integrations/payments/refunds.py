from collections.abc import Mapping
from decimal import Decimal

from integrations.payments.client import ask, stripe_client
from integrations.payments.objects import Refund, to_centavos

PAGE = 100


async def refund(*, key: str, payment_intent: str, amount: Decimal, metadata: Mapping[str, str]) -> Refund:
    client = await stripe_client()
    call = client.v1.refunds.create_async(
        {"payment_intent": payment_intent, "amount": to_centavos(amount), "metadata": dict(metadata)},
        {"idempotency_key": key},
    )
    return Refund.of(await ask("refund.create", call, key=key, payment_intent=payment_intent))


async def find_refund(payment_intent: str, metadata: Mapping[str, str]) -> Refund | None:
    """The refund of this payment that carries all of `metadata`: for retries older than a key."""
    client = await stripe_client()
    call = client.v1.refunds.list_async({"payment_intent": payment_intent, "limit": PAGE})
    for raw in (await ask("refund.find", call, payment_intent=payment_intent))["data"]:
        if metadata.items() <= raw["metadata"].items():
            return Refund.of(raw)
    return None


async def get_refund(refund_id: str) -> Refund:
    client = await stripe_client()
    call = client.v1.refunds.retrieve_async(refund_id)
    return Refund.of(await ask("refund.get", call, refund=refund_id))
