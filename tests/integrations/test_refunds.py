from decimal import Decimal
from uuid import uuid4

import pytest

from integrations import payments
from integrations.errors import KeyReusedError, RefusedError, UnavailableError
from integrations.payments.client import stripe_client
from tests.integrations.checkouts import a_checkout, a_paid_checkout
from tests.outside import Outside


async def refund(intent: str, amount: str, **but: object) -> payments.Refund:
    facts = {"key": str(uuid4()), "metadata": {}} | but
    return await payments.refund(payment_intent=intent, amount=Decimal(amount), **facts)  # type: ignore[arg-type]


@pytest.mark.req("ESC-20")
async def test_a_payment_is_refunded_in_parts_and_never_beyond(outside: Outside) -> None:
    _, intent = await a_paid_checkout(outside)
    first = await refund(intent, "1000.00")
    assert (first.status, first.amount, first.payment_intent_id) == ("succeeded", Decimal("1000.00"), intent)
    with pytest.raises(RefusedError, match="greater than unrefunded"):
        await refund(intent, "30.01")
    await refund(intent, "30.00")
    with pytest.raises(RefusedError) as refused:
        await refund(intent, "0.01")
    assert refused.value.code == "charge_already_refunded"
    kinds = [event["type"] for event in await outside.events(intent)]
    assert kinds.count("charge.refunded") == 2


@pytest.mark.req("R-17")
async def test_a_refund_whose_answer_was_lost_happens_once(outside: Outside) -> None:
    _, intent = await a_paid_checkout(outside)
    key, mark = str(uuid4()), {"refund_id": str(uuid4())}
    await outside.break_down("stripe", lost=True)
    with pytest.raises(UnavailableError):
        await refund(intent, "500.00", key=key, metadata=mark)
    again = await refund(intent, "500.00", key=key, metadata=mark)
    assert await payments.find_refund(intent, mark) == again
    assert await payments.find_refund(intent, {"refund_id": "another"}) is None
    with pytest.raises(KeyReusedError):
        await refund(intent, "501.00", key=key, metadata=mark)


async def test_what_was_never_paid_is_not_refunded(outside: Outside) -> None:
    session = await a_checkout()
    await outside.pay(str(session.url), "4000000000000002")
    intent = (await payments.get_checkout(session.id)).payment_intent_id
    assert intent
    with pytest.raises(RefusedError):
        await refund(intent, "10.00")


async def test_cash_has_no_way_back_by_itself(outside: Outside) -> None:
    session = await a_checkout(methods=("oxxo",))
    intent = (await outside.pay_by(str(session.url), "oxxo"))["payment_intent"]
    await outside.settle(intent)
    assert (await refund(intent, "10.00")).status == "requires_action"


@pytest.mark.req("R-15")
async def test_a_chargeback_is_opened_once_and_closed_won_or_lost(outside: Outside) -> None:
    for status in ("won", "lost"):
        _, intent = await a_paid_checkout(outside)
        await outside.dispute(intent)
        assert (await outside.dispute(intent))["error"]
        with pytest.raises(RefusedError) as refused:
            await refund(intent, "10.00")
        assert refused.value.code == "charge_disputed"
        assert (await outside.close_dispute(intent, status))["status"] == status
        kinds = [event["type"] for event in await outside.events(intent) if "dispute" in event["type"]]
        assert (kinds[0], kinds[-1]) == ("charge.dispute.created", "charge.dispute.closed")


async def test_a_card_that_is_known_for_it_disputes_by_itself(outside: Outside) -> None:
    _, intent = await a_paid_checkout(outside, "4000000000000259")
    assert "charge.dispute.created" in [event["type"] for event in await outside.events(intent)]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"surprise": "1"}, "parameter_unknown"),
        ({"amount": "much"}, "parameter_invalid_integer"),
        ({"metadata": {"deep": {"er": "1"}}}, None),
        ({"reason": "a whim"}, None),
    ],
)
async def test_unknown_and_wrongly_typed_parameters_are_refused(
    outside: Outside, params: dict[str, object], code: str | None
) -> None:
    _, intent = await a_paid_checkout(outside)
    import stripe

    client = await stripe_client()
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.refunds.create_async({"payment_intent": intent, **params})  # type: ignore[typeddict-item]
    assert refused.value.code == code
    assert await payments.find_refund(intent, {}) is None
