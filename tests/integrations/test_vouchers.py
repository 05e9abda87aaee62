from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from integrations import payments
from integrations.errors import RefusedError
from tests.integrations.checkouts import a_checkout
from tests.outside import Outside


@pytest.mark.req("WAL-05", "WAL-06", "R-11")
@pytest.mark.parametrize("method", ["oxxo", "spei"])
async def test_a_voucher_completes_the_session_and_the_money_comes_later(outside: Outside, method: str) -> None:
    session = await a_checkout(methods=("card", "oxxo", "spei"))
    answer = await outside.pay_by(str(session.url), method)
    waiting = await payments.get_checkout(session.id)
    assert (waiting.status, waiting.payment_status) == ("complete", "unpaid")
    await outside.settle(answer["payment_intent"])
    assert (await payments.get_checkout(session.id)).payment_status == "paid"
    assert (await outside.settle(answer["payment_intent"]))["error"]
    kinds = [event["type"] for event in await outside.events(session.id)]
    told = [kind for kind in kinds if kind.startswith("checkout.session.")]
    assert told == ["checkout.session.completed", "checkout.session.async_payment_succeeded"]


@pytest.mark.parametrize("method", ["oxxo", "spei"])
async def test_a_voucher_may_fail(outside: Outside, method: str) -> None:
    session = await a_checkout(methods=(method,))
    answer = await outside.pay_by(str(session.url), method)
    await outside.fail(answer["payment_intent"])
    assert (await payments.get_checkout(session.id)).payment_status == "unpaid"
    kinds = [event["type"] for event in await outside.events(session.id)]
    assert kinds[-1] == "checkout.session.async_payment_failed"
    assert (await outside.settle(answer["payment_intent"]))["error"]


@pytest.mark.req("R-18")
async def test_an_unpaid_voucher_runs_out_by_business_time(movable_outside: Outside) -> None:
    session = await a_checkout(methods=("oxxo",))
    await movable_outside.pay_by(str(session.url), "oxxo")
    await movable_outside.move_clock(timedelta(days=5).total_seconds())
    kinds = [event["type"] for event in await movable_outside.events(session.id)]
    assert kinds[-1] == "checkout.session.async_payment_failed"


async def test_a_session_takes_only_the_methods_it_was_made_for(outside: Outside) -> None:
    session = await a_checkout(methods=("card",))
    assert (await outside.pay_by(str(session.url), "oxxo"))["error"]["code"] == "method_not_allowed"
    oxxo = await a_checkout(methods=("oxxo",))
    assert (await outside.pay(str(oxxo.url)))["error"]["code"] == "method_not_allowed"


async def test_oxxo_takes_ten_thousand_pesos_at_most(outside: Outside) -> None:
    amount = Decimal("10000.01")
    with pytest.raises(RefusedError):
        await a_checkout(amount=amount, line_items=[("Depósito", amount)], methods=("oxxo",))


async def test_a_spei_session_asked_for_twice_is_one_with_one_customer(outside: Outside) -> None:
    facts = {"key": "deposit-7", "expires_at": datetime.now(UTC) + timedelta(hours=1), "metadata": {"a": "b"}}
    first = await a_checkout(methods=("spei",), customer_email="ana@example.com", **facts)
    assert await a_checkout(methods=("spei",), customer_email="ana@example.com", **facts) == first
    assert first.customer_id
