"""Checkout sessions with everything that a test does not care about filled in."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from integrations import payments
from tests.outside import Outside


async def a_checkout(**but: Any) -> payments.CheckoutSession:
    facts: dict[str, Any] = {
        "key": str(uuid4()),
        "amount": Decimal("1030.00"),
        "line_items": [("Reparar fuga", Decimal("1000.00")), ("Comisión", Decimal("30.00"))],
        "success_url": "http://localhost:5000/payment/success?session_id={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://localhost:5000/payment/cancel",
        "metadata": {"payment_request_id": str(uuid4())},
        "expires_at": datetime.now(UTC) + timedelta(hours=1),
    }
    return await payments.create_checkout(**(facts | but))


async def a_paid_checkout(
    outside: Outside, card: str = "4242424242424242", **but: Any
) -> tuple[payments.CheckoutSession, str]:
    """The session as it was when open, and the id of the payment."""
    session = await a_checkout(**but)
    answer = await outside.pay(str(session.url), card)
    return session, answer["payment_intent"]
