from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Literal

from integrations.errors import RefusedError
from integrations.payments.client import ask, ask_beside_twins, stripe_client
from integrations.payments.objects import CheckoutSession, Method, to_centavos

if TYPE_CHECKING:
    from stripe.params import CustomerCreateParams
    from stripe.params.checkout import (
        SessionCreateParams,
        SessionCreateParamsLineItem,
        SessionCreateParamsPaymentMethodOptions,
        SessionListParams,
    )

# SPEI is a bank transfer into the customer's balance; card and OXXO keep their names.
STRIPE_TYPES: dict[Method, str] = {"card": "card", "oxxo": "oxxo", "spei": "customer_balance"}
PAGE = 100


async def create_checkout(
    *,
    key: str,
    amount: Decimal,
    line_items: Sequence[tuple[str, Decimal]],
    success_url: str,
    cancel_url: str,
    metadata: Mapping[str, str],
    expires_at: datetime | None = None,
    currency: str = "mxn",
    methods: Sequence[Method] = ("card",),
    customer_email: str | None = None,
    customer_id: str | None = None,
    save_card: bool = False,
    locale: Literal["es-419", "en"] = "es-419",
) -> CheckoutSession:
    """Make the page where somebody pays; `key` makes a repeated call answer the same session.

    `expires_at` lies 30 minutes to 24 hours ahead, or Stripe refuses; without it, 24 hours by Stripe's clock.
    """
    if sum(price for _, price in line_items) != amount:
        raise ValueError(f"the lines {line_items} do not add up to {amount}")
    if "spei" in methods and customer_id is None:
        customer_id = await _create_customer(key=f"{key}:customer", email=customer_email, metadata=metadata)
    params: SessionCreateParams = {
        "mode": "payment",
        "currency": currency,
        "line_items": [_line(name, price, currency) for name, price in line_items],
        **_methods(methods, save_card=save_card),
        "payment_intent_data": {"metadata": dict(metadata)},
        "metadata": dict(metadata),
        "success_url": success_url,
        "cancel_url": cancel_url,
        "locale": locale,
        **({"expires_at": int(expires_at.timestamp())} if expires_at else {}),
        **_payer(customer_id, customer_email, save_card=save_card),
    }
    client = await stripe_client()
    call = partial(client.v1.checkout.sessions.create_async, params, {"idempotency_key": key})
    return CheckoutSession.of(await ask_beside_twins("checkout.create", call, key=key))


async def get_checkout(session_id: str) -> CheckoutSession:
    client = await stripe_client()
    call = client.v1.checkout.sessions.retrieve_async(session_id)
    return CheckoutSession.of(await ask("checkout.get", call, session=session_id))


async def expire_checkout(session_id: str) -> CheckoutSession:
    """Close a session so that nobody can pay it. `status` of the answer says how it ended.

    `expired`, now or before, means that no money can come; `complete` means that the payer was quicker.
    """
    client = await stripe_client()
    try:
        call = client.v1.checkout.sessions.expire_async(session_id)
        return CheckoutSession.of(await ask("checkout.expire", call, session=session_id))
    except RefusedError:
        session = await get_checkout(session_id)
        if session.status == "open":
            raise
        return session


async def find_checkout(metadata: Mapping[str, str], *, since: datetime) -> CheckoutSession | None:
    """The newest session since `since` that carries all of `metadata`: for retries older than a key."""
    client = await stripe_client()
    page: SessionListParams = {"created": {"gte": int(since.timestamp())}, "limit": PAGE}
    while True:
        call = client.v1.checkout.sessions.list_async(page)
        answer = await ask("checkout.find", call)
        for raw in answer["data"]:
            if metadata.items() <= raw["metadata"].items():
                return CheckoutSession.of(raw)
        if not answer["has_more"]:
            return None
        page["starting_after"] = answer["data"][-1]["id"]


async def _create_customer(*, key: str, email: str | None, metadata: Mapping[str, str]) -> str:
    client = await stripe_client()
    params: CustomerCreateParams = {"metadata": dict(metadata), **({"email": email} if email else {})}
    call = partial(client.v1.customers.create_async, params, {"idempotency_key": key})
    answer = await ask_beside_twins("customer.create", call, key=key)
    return str(answer["id"])


def _line(name: str, price: Decimal, currency: str) -> "SessionCreateParamsLineItem":
    return {
        "price_data": {
            "currency": currency,
            "unit_amount": to_centavos(price),
            "product_data": {"name": name},
        },
        "quantity": 1,
    }


def _payer(customer_id: str | None, email: str | None, *, save_card: bool) -> "SessionCreateParams":
    if customer_id:
        return {"customer": customer_id}
    payer: SessionCreateParams = {"customer_email": email} if email else {}
    if save_card:
        payer["customer_creation"] = "always"
    return payer


def _methods(methods: Sequence[Method], *, save_card: bool) -> "SessionCreateParams":
    options: SessionCreateParamsPaymentMethodOptions = {}
    if "card" in methods and save_card:
        options["card"] = {"setup_future_usage": "off_session"}
    if "oxxo" in methods:
        options["oxxo"] = {"expires_after_days": 3}
    if "spei" in methods:
        options["customer_balance"] = {
            "funding_type": "bank_transfer",
            "bank_transfer": {"type": "mx_bank_transfer"},
        }
    return {
        "allowed_payment_method_types": [STRIPE_TYPES[method] for method in methods],
        "payment_method_options": options,
    }
