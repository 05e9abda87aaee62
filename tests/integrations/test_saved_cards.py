from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from integrations import payments
from integrations.errors import CardDeclinedError, RefusedError
from tests.integrations.checkouts import a_paid_checkout
from tests.outside import Outside


async def a_saved_card(outside: Outside, number: str = "4242424242424242") -> tuple[str, payments.SavedCard]:
    session, _ = await a_paid_checkout(outside, number, save_card=True, customer_email="beto@example.com")
    customer = (await payments.get_checkout(session.id)).customer_id
    assert customer
    (card,) = await payments.saved_cards(customer)
    return customer, card


async def charge(customer: str, card: str, key: str | None = None) -> payments.PaymentIntent:
    return await payments.charge_saved_card(
        key=key or str(uuid4()),
        amount=Decimal("500.00"),
        customer_id=customer,
        payment_method_id=card,
        metadata={"deposit_id": "d_1"},
    )


@pytest.mark.req("WAL-04")
async def test_a_card_is_kept_only_when_asked(outside: Outside) -> None:
    customer, card = await a_saved_card(outside)
    assert (card.brand, card.last4) == ("visa", "4242")
    session, _ = await a_paid_checkout(outside, customer_id=customer)
    assert len(await payments.saved_cards(customer)) == 1
    assert (await payments.get_checkout(session.id)).customer_id == customer


async def test_a_saved_card_is_charged_once_per_key(outside: Outside) -> None:
    customer, card = await a_saved_card(outside)
    key = str(uuid4())
    first = await charge(customer, card.id, key)
    assert (first.status, first.amount_received) == ("succeeded", Decimal("500.00"))
    assert await charge(customer, card.id, key) == first
    since = datetime.now(UTC) - timedelta(minutes=1)
    assert await payments.find_payment_intent(customer, {"deposit_id": "d_1"}, since=since) == first
    assert await payments.find_payment_intent(customer, {"deposit_id": "d_2"}, since=since) is None


async def test_a_refusal_of_the_bank_is_remembered_under_its_key(outside: Outside) -> None:
    customer, card = await a_saved_card(outside, "4000000000000341")
    key = str(uuid4())
    for _ in range(2):
        with pytest.raises(CardDeclinedError) as declined:
            await charge(customer, card.id, key)
        assert declined.value.decline_code == "generic_decline"
    failed = [e for e in await outside.events(customer) if e["type"] == "payment_intent.payment_failed"]
    assert len(failed) == 1


async def test_a_forgotten_card_is_charged_no_more(outside: Outside) -> None:
    customer, card = await a_saved_card(outside)
    await payments.forget_card(card.id)
    assert await payments.saved_cards(customer) == []
    with pytest.raises(RefusedError):
        await charge(customer, card.id)


async def test_nobody_is_charged_with_another_ones_card(outside: Outside) -> None:
    customer, _ = await a_saved_card(outside)
    _, card = await a_saved_card(outside)
    with pytest.raises(RefusedError):
        await charge(customer, card.id)
