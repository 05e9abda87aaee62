from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from integrations.errors import RefusedError
from integrations.payments.client import ask, stripe_client
from integrations.payments.objects import PaymentIntent, to_centavos

if TYPE_CHECKING:
    from stripe.params import PaymentIntentListParams

PAGE = 100


async def get_payment_intent(payment_intent_id: str) -> PaymentIntent:
    client = await stripe_client()
    call = client.v1.payment_intents.retrieve_async(payment_intent_id)
    return PaymentIntent.of(await ask("payment_intent.get", call, payment_intent=payment_intent_id))


async def cancel_payment_intent(payment_intent_id: str) -> PaymentIntent:
    """Stop awaiting its money. `status` of the answer says how it ended: its payer may have been quicker."""
    client = await stripe_client()
    try:
        call = client.v1.payment_intents.cancel_async(payment_intent_id)
        return PaymentIntent.of(await ask("payment_intent.cancel", call, payment_intent=payment_intent_id))
    except RefusedError:
        return await get_payment_intent(payment_intent_id)


async def find_payment_intent(
    customer_id: str, metadata: Mapping[str, str], *, since: datetime
) -> PaymentIntent | None:
    """The customer's newest payment since then that carries all of `metadata`: for retries older than a key."""
    client = await stripe_client()
    page: PaymentIntentListParams = {"customer": customer_id, "limit": PAGE}
    page["created"] = {"gte": int(since.timestamp())}
    call = client.v1.payment_intents.list_async(page)
    for raw in (await ask("payment_intent.find", call, customer=customer_id))["data"]:
        if metadata.items() <= raw["metadata"].items():
            return PaymentIntent.of(raw)
    return None


async def charge_saved_card(
    *,
    key: str,
    amount: Decimal,
    customer_id: str,
    payment_method_id: str,
    metadata: Mapping[str, str],
    currency: str = "mxn",
) -> PaymentIntent:
    """Charge a saved card while its owner is away. CardDeclinedError when the bank says no."""
    client = await stripe_client()
    call = client.v1.payment_intents.create_async(
        {
            "amount": to_centavos(amount),
            "currency": currency,
            "customer": customer_id,
            "payment_method": payment_method_id,
            "confirm": True,
            "off_session": True,
            "metadata": dict(metadata),
        },
        {"idempotency_key": key},
    )
    return PaymentIntent.of(await ask("payment_intent.create", call, key=key))
