"""What a payer, his bank and the network do to a payment; through our webhook, in every order, it ends right."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from tortoise import connections

from integrations import payments as stripe
from integrations.sandbox import move_clock
from models.audit import audit
from models.clock import business_now, real_now
from models.payments.intend_checkout import intend_checkout
from models.payments.pay import pay
from models.payments.tables import CheckoutSession, CheckoutStatus, PaymentRequest, ProviderRefund, RequestStatus
from models.wallet.tables import Transfer
from tests import a
from tests.api import Api
from tests.moment import stand_still_at
from tests.news import STRIPE, flagged, hear
from tests.outside import Outside

pytestmark = pytest.mark.usefixtures("database")

DECLINED, ASKS, GOOD = "4000000000000002", "4000002500003155", "4242424242424242"


async def page(asked: PaymentRequest) -> str:
    row = await pay(asked.id, by=(await a.sides(asked))[0], provider=stripe)
    return str(row.url)


async def status_of(asked: PaymentRequest) -> RequestStatus:
    return (await PaymentRequest.get(id=asked.id)).status


async def captures() -> int:
    return await Transfer.filter(cause__startswith="capture:").count()


@pytest.mark.req("R-11", "ESC-22")
@pytest.mark.parametrize("order", [1, -1])
async def test_after_a_declined_card_and_a_failed_challenge_another_card_pays_once(
    outside: Outside, api: Api, order: int
) -> None:
    asked = await a.payment_request()
    url = await page(asked)
    assert "error" in await outside.pay(url, DECLINED)
    assert (await outside.pay(url, ASKS))["intent_status"] == "requires_action"
    assert "error" in await outside.pay(url, ASKS, confirmed=False)
    await hear(outside, api, str(asked.id), order=order)
    assert (await status_of(asked), await captures()) == (RequestStatus.PENDING, 0)
    assert await page(asked) == url
    await outside.pay(url, ASKS, confirmed=True)
    kinds = await hear(outside, api, str(asked.id), order=order, times=2)
    assert "payment_intent.payment_failed" in kinds
    assert (await status_of(asked), await captures()) == (RequestStatus.PAID, 1)
    assert (await flagged(), await audit()) == ([], [])


@pytest.mark.req("ESC-22", "R-12")
async def test_each_event_alone_or_missing_ends_the_same(outside: Outside, api: Api) -> None:
    """Whichever one is lost, the others are enough; and none books anything twice."""
    for lost in ("checkout.session.completed", "payment_intent.succeeded"):
        asked = await a.payment_request()
        await outside.pay(await page(asked))
        await hear(outside, api, str(asked.id), without=(lost,), order=-1)
        assert await status_of(asked) is RequestStatus.PAID
        await hear(outside, api, str(asked.id))
    assert (await captures(), await ProviderRefund.all().count(), await audit()) == (2, 0, [])


@pytest.mark.req("R-12", "C22")
async def test_a_session_that_ran_out_is_closed_by_its_news_and_the_next_tap_makes_another(
    movable_outside: Outside, api: Api
) -> None:
    asked = await a.payment_request()
    url = await page(asked)
    later = await business_now() + timedelta(hours=25)
    await stand_still_at(later)
    await move_clock(later - real_now())
    kinds = await hear(movable_outside, api, str(asked.id), times=2)
    assert kinds == ["checkout.session.expired"]
    assert (await CheckoutSession.get(payment_request_id=asked.id)).status is CheckoutStatus.CLOSED
    assert (await movable_outside.pay(url))["error"]["code"] == "session_expired"
    again = await page(asked)
    assert again != url
    await movable_outside.pay(again)
    await hear(movable_outside, api, str(asked.id), order=-1)
    assert (await status_of(asked), await audit()) == (RequestStatus.PAID, [])


@pytest.mark.req("R-17", "R-12")
async def test_two_taps_on_pay_while_stripe_is_slow_open_one_page(bank: Outside, api: Api) -> None:
    asked = await a.payment_request()
    client, _ = await a.sides(asked)
    await bank.order("slow", seconds=0.4)
    taps = await asyncio.gather(*(api.post(f"/api/payments/{asked.id}/pay", as_=client) for _ in range(2)))
    assert {tap.status for tap in taps} == {200}, taps
    assert len({tap.data["checkout_url"] for tap in taps}) == 1
    made = [each for each in await bank.payments() if each["metadata"].get("payment_request_id") == str(asked.id)]
    assert len(made) == 1


@pytest.mark.req("R-11", "ESC-22")
@pytest.mark.parametrize("order", [1, -1])
async def test_a_request_paid_on_a_page_that_takes_oxxo_waits_for_the_money(
    outside: Outside, api: Api, order: int
) -> None:
    """Ours take cards alone; a session changed at the dashboard might not: completed and unpaid is pending."""
    asked = await a.payment_request()
    intent = await by_voucher(outside, asked)
    await hear(outside, api, str(asked.id), order=order, times=2)
    assert (await status_of(asked), await captures()) == (RequestStatus.PENDING, 0)
    await outside.settle(intent)
    await hear(outside, api, str(asked.id), order=order, times=2)
    assert (await status_of(asked), await captures(), await audit()) == (RequestStatus.PAID, 1, [])


@pytest.mark.req("R-11")
@pytest.mark.parametrize("order", [1, -1])
async def test_one_whose_money_never_comes_can_be_paid_anew(outside: Outside, api: Api, order: int) -> None:
    asked = await a.payment_request()
    await outside.fail(await by_voucher(outside, asked))
    await hear(outside, api, str(asked.id), order=order, times=2)
    assert (await status_of(asked), await captures()) == (RequestStatus.PENDING, 0)
    await outside.pay(await page(asked))
    await hear(outside, api, str(asked.id), order=order)
    assert (await status_of(asked), await captures(), await audit()) == (RequestStatus.PAID, 1, [])


async def by_voucher(outside: Outside, asked: PaymentRequest) -> str:
    """Our intended row, and a session of it that takes OXXO; its payer has the voucher."""
    _, row = await intended(asked)
    session = await stripe.create_checkout(
        key=str(row.id),
        amount=asked.total,
        line_items=[("Fuga", asked.total)],
        success_url="https://trustme.example/s",
        cancel_url="https://trustme.example/c",
        metadata={"payment_request_id": str(asked.id), "checkout_session_id": str(row.id)},
        methods=("oxxo",),
    )
    told: dict[str, Any] = await outside.pay_by(str(session.url), "oxxo")
    return str(told["payment_intent"])


async def intended(asked: PaymentRequest) -> tuple[PaymentRequest, CheckoutSession]:
    return await intend_checkout(asked.id, by=(await a.sides(asked))[0])


@pytest.mark.req("ESC-22")
async def test_an_event_that_we_could_not_store_is_told_again_and_counts_once(outside: Outside, api: Api) -> None:
    asked = await a.payment_request()
    await outside.pay(await page(asked))
    events = await outside.events(str(asked.id))
    headers = {"Stripe-Signature": events[-1]["signature"], "Content-Type": "application/json"}
    ours = connections.get("default")
    await ours.execute_script("ALTER TABLE webhook_events RENAME TO away")
    refused = await api.ask("POST", STRIPE, headers=headers, data=events[-1]["body"])
    assert refused.status >= 500
    await ours.execute_script("ALTER TABLE away RENAME TO webhook_events")
    await hear(outside, api, str(asked.id), times=2)
    assert (await status_of(asked), await captures(), await audit()) == (RequestStatus.PAID, 1, [])
