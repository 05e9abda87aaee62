"""What could not be applied goes back to the card, in full and once (R-12, R-17)."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from integrations import payments as stripe
from integrations.errors import UnavailableError
from models.payments.audit import audit
from models.payments.give_back import give_back
from models.payments.pay import pay
from models.payments.settle import settle_session
from models.payments.settle_refund import settle_refund
from models.payments.tables import ProviderRefund, RefundStatus
from models.wallet.tables import AccountKind, Entry
from tests import a
from tests.moment import stand_still_at
from tests.outside import Outside

pytestmark = pytest.mark.usefixtures("database")


async def an_owed_refund(outside: Outside) -> ProviderRefund:
    """A card was charged for a request that had been settled otherwise meanwhile."""
    asked = await a.payment_request()
    client, _ = await a.sides(asked)
    page = await pay(asked.id, by=client, provider=stripe)
    await settle_session(a.completed(asked))
    await outside.pay(str(page.url))
    await settle_session(await stripe.get_checkout(str(page.stripe_session_id)))
    return await ProviderRefund.get(payment_request_id=asked.id)


async def owed() -> Decimal:
    rows = await Entry.filter(account__kind=AccountKind.UNAPPLIED).values_list("amount", flat=True)
    return sum((Decimal(str(row)) for row in rows), Decimal(0))


async def at_stripe(row: ProviderRefund) -> stripe.Refund | None:
    return await stripe.find_refund(row.stripe_payment_intent_id, {"provider_refund_id": str(row.id)})


def told(row: ProviderRefund, status: str, **but: Any) -> stripe.Refund:
    given: dict[str, Any] = {
        "id": "re_1",
        "status": status,
        "amount": row.amount,
        "currency": "mxn",
        "payment_intent_id": row.stripe_payment_intent_id,
        "metadata": {"provider_refund_id": str(row.id)},
    }
    return stripe.Refund(**(given | but))


@pytest.mark.req("R-12", "R-17")
async def test_it_is_refunded_in_full_once_however_often_it_is_tried(outside: Outside) -> None:
    row = await an_owed_refund(outside)
    assert await owed() == Decimal("1030.00")
    await asyncio.gather(*(give_back(row.id, stripe) for _ in range(3)))
    await give_back(row.id, stripe)
    await row.refresh_from_db()
    assert row.status is RefundStatus.SUCCEEDED
    refund = await at_stripe(row)
    assert refund is not None
    assert (refund.id, refund.amount) == (row.stripe_refund_id, Decimal("1030.00"))
    assert await owed() == 0
    assert await audit() == []


@pytest.mark.req("R-17")
async def test_a_lost_answer_and_forgotten_keys_do_not_refund_twice(outside: Outside) -> None:
    row = await an_owed_refund(outside)
    await outside.break_down("stripe", lost=True)
    with pytest.raises(UnavailableError):
        await give_back(row.id, stripe)
    await outside.forget_keys()
    await stand_still_at(row.created_at + timedelta(hours=20, seconds=1))
    await give_back(row.id, stripe)
    await row.refresh_from_db()
    assert row.status is RefundStatus.SUCCEEDED
    assert await owed() == 0


@pytest.mark.req("R-12")
async def test_a_refund_under_way_is_not_done_and_one_that_failed_is_owed_again(outside: Outside) -> None:
    row = await an_owed_refund(outside)
    await settle_refund(told(row, "pending"))
    assert await owed() == Decimal("1030.00")
    for _ in range(2):
        await settle_refund(told(row, "succeeded"))
    await settle_refund(told(row, "pending"))
    assert await owed() == 0
    for _ in range(2):
        await settle_refund(told(row, "failed"))
    await row.refresh_from_db()
    assert row.status is RefundStatus.FAILED
    assert await owed() == Decimal("1030.00")
