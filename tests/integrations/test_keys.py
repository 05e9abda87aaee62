"""Idempotency keys as Stripe treats them: for one call, one at a time, and not for ever."""

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal
from uuid import uuid4

import pytest

from integrations import payments
from integrations.errors import KeyReusedError, UnavailableError
from tests.integrations.checkouts import a_checkout
from tests.integrations.raw import Stripe
from tests.integrations.test_strictness import SESSION
from tests.outside import Outside

Calls = dict[str, dict[str, str]]


@pytest.fixture
async def valid(outside: Outside) -> AsyncIterator[Calls]:
    """Every call of ours that writes, as it would succeed."""
    session = await a_checkout(save_card=True, customer_email="ana@example.mx")
    paid = (await outside.pay(str(session.url)))["payment_intent"]
    customer = (await payments.get_checkout(session.id)).customer_id
    assert customer is not None
    [card] = await payments.saved_cards(customer)
    voucher = await a_checkout(methods=("oxxo",))
    waiting = (await outside.pay_by(str(voucher.url), "oxxo"))["payment_intent"]
    charge = {"amount": "50000", "currency": "mxn", "customer": customer, "payment_method": card.id}
    yield {
        "/v1/checkout/sessions": SESSION,
        f"/v1/checkout/sessions/{(await a_checkout()).id}/expire": {},
        "/v1/customers": {"email": "ana@example.mx"},
        "/v1/payment_intents": charge | {"confirm": "true", "off_session": "true"},
        f"/v1/payment_intents/{waiting}/cancel": {},
        "/v1/refunds": {"payment_intent": paid, "amount": "5000"},
        "/v1/transfers": {"amount": "20000", "currency": "mxn", "destination": "acct_1"},
        f"/v1/payment_methods/{card.id}/detach": {},
    }
    await outside.order("slow", seconds=0, times=0)


@pytest.mark.req("R-17")
async def test_a_key_answers_the_same_and_refuses_every_other_call(outside: Outside, valid: Calls) -> None:
    raw = Stripe(outside)
    for path, said in valid.items():
        key = str(uuid4())
        for _ in range(2):
            assert await raw.post(path, said, **{"Idempotency-Key": key}) == (200, {})
        status, error = await raw.post(path, said | {"expand[]": "customer"}, **{"Idempotency-Key": key})
        assert (status, error["type"]) == (400, "idempotency_error")
        assert "same parameters" in error["message"]
        elsewhere = "/v1/transfers" if path == "/v1/customers" else "/v1/customers"
        assert (await raw.post(elsewhere, valid[elsewhere], **{"Idempotency-Key": key}))[0] == 400


@pytest.mark.req("R-17")
async def test_a_twin_that_comes_meanwhile_is_sent_away_then_answered(outside: Outside, valid: Calls) -> None:
    raw = Stripe(outside)
    for path, said in valid.items():
        key = {"Idempotency-Key": str(uuid4())}
        await outside.order("slow", seconds=0.2)
        answers = await asyncio.gather(*(raw.post(path, said, **key) for _ in range(3)))
        assert sorted(status for status, _ in answers) == [200, 409, 409]
        [away, _] = [error for status, error in answers if status == 409]
        assert (away["type"], away["code"]) == ("idempotency_error", "idempotency_key_in_use")
        assert (await raw.post(path, said, **key))[0] == 200


@pytest.mark.req("R-17")
async def test_our_client_calls_again_after_a_twin_and_never_after_another_call(outside: Outside) -> None:
    key = str(uuid4())
    await outside.order("slow", seconds=0.3)
    made, away = await asyncio.gather(a_transfer(key), a_transfer(key), return_exceptions=True)
    if isinstance(made, BaseException):
        made, away = away, made
    assert isinstance(away, UnavailableError)
    assert await a_transfer(key) == made
    with pytest.raises(KeyReusedError):
        await a_transfer(key, "201.00")


async def a_transfer(key: str, amount: str = "200.00") -> payments.Transfer:
    return await payments.create_transfer(
        key=key, amount=Decimal(amount), destination="acct_1", metadata={}, group=key
    )


@pytest.mark.req("R-17")
async def test_a_forgotten_key_makes_another_and_a_long_one_none(outside: Outside) -> None:
    key = str(uuid4())
    first = await a_transfer(key)
    await outside.forget_keys()
    assert (await a_transfer(key)).id != first.id
    status, error = await Stripe(outside).post("/v1/customers", {}, **{"Idempotency-Key": "k" * 256})
    assert (status, error["type"]) == (400, "idempotency_error")


@pytest.mark.parametrize("status", ["declined", "refused"])
async def test_a_banks_no_is_kept_under_its_key_and_a_mistake_is_not(
    outside: Outside, valid: Calls, status: str
) -> None:
    raw, key = Stripe(outside), {"Idempotency-Key": str(uuid4())}
    charge = valid["/v1/payment_intents"]
    if status == "refused":
        assert (await raw.post("/v1/payment_intents", charge | {"amount": "1"}, **key))[0] == 400
        assert (await raw.post("/v1/payment_intents", charge, **key))[0] == 200
        return
    session = await a_checkout(save_card=True, customer_email="ana@example.mx")
    await outside.pay(str(session.url), "4000000000000341")
    customer = (await payments.get_checkout(session.id)).customer_id
    [card] = await payments.saved_cards(str(customer))
    charge = charge | {"customer": str(customer), "payment_method": card.id}
    answers = [await raw.post("/v1/payment_intents", charge, **key) for _ in range(2)]
    assert answers[0] == answers[1]
    assert (answers[0][0], answers[0][1]["type"]) == (402, "card_error")
