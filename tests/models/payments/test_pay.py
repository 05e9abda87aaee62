"""The page where the client pays: one live session per request, whoever asks, whatever breaks in between."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from integrations import payments as stripe
from integrations.errors import RefusedError, UnavailableError
from integrations.payments.client import stripe_client
from models.engine_tables import OutboxRow, Timer
from models.errors import IdempotencyKeyReused, NotFound
from models.payments.cancel import cancel
from models.payments.close_checkout import close_checkout, close_live_checkout
from models.payments.decline import decline
from models.payments.expire import expire_checkout, expire_request
from models.payments.intend_checkout import LIFETIME, intend_checkout
from models.payments.pay import pay
from models.payments.refusals import PaymentRequestNotPending, PaymentUnderWay
from models.payments.settle import settle_session
from models.payments.tables import (
    CheckoutSession,
    CheckoutStatus,
    EscrowPayment,
    PaymentRequest,
    ProviderRefund,
    RequestStatus,
)
from settings import settings
from tests import a
from tests.moment import stand_still_at
from tests.outside import Outside

pytestmark = pytest.mark.usefixtures("database")


async def open_page(asked: PaymentRequest, **but: Any) -> CheckoutSession:
    client, _ = await a.sides(asked)
    return await pay(asked.id, **({"by": client, "provider": stripe} | but))


async def at_stripe(outside: Outside, asked: PaymentRequest) -> list[dict[str, Any]]:
    """Every session that Stripe ever made for this request."""
    everything = await outside.payments()
    return [each for each in everything if each["metadata"].get("payment_request_id") == str(asked.id)]


@pytest.mark.req("ESC-02", "ESC-04", "ESC-23", "C22", "R-11")
async def test_the_page_asks_for_amount_and_fee_and_leads_back_to_us(outside: Outside) -> None:
    asked = await a.payment_request()
    row = await open_page(asked)
    assert row.stripe_session_id is not None
    client = await stripe_client()
    session = (await client.v1.checkout.sessions.retrieve_async(row.stripe_session_id)).to_dict()
    lines = (await client.v1.checkout.sessions.line_items.list_async(row.stripe_session_id)).to_dict()["data"]
    assert [(line["description"], line["amount_total"]) for line in lines] == [
        ("Cambio de llave y sellado", 1000_00),
        ("Tarifa de servicio", 30_00),
    ]
    assert (session["amount_total"], session["currency"]) == (1030_00, "mxn")
    assert session["payment_method_types"] == ["card"]
    assert session["success_url"] == f"{settings().public_url}/payment/success?session_id={{CHECKOUT_SESSION_ID}}"
    assert session["cancel_url"] == f"{settings().public_url}/payment/cancel"
    assert session["metadata"] == {
        "payment_request_id": str(asked.id),
        "checkout_session_id": str(row.id),
        "worker_id": str(asked.worker_id),
        "client_id": str(asked.client_id),
    }


@pytest.mark.req("C22", "R-12")
async def test_the_live_session_is_used_again_also_by_taps_at_once(outside: Outside) -> None:
    asked = await a.payment_request()
    await outside.order("slow", seconds=0.3)
    pages = await asyncio.gather(*(open_page(asked) for _ in range(5)))
    pages.append(await open_page(asked))
    assert len({page.url for page in pages}) == 1
    assert await CheckoutSession.all().count() == 1
    assert len(await at_stripe(outside, asked)) == 1
    await outside.order("slow", seconds=0, times=0)


@pytest.mark.req("R-24")
async def test_a_resend_is_the_same_page_and_its_key_is_of_this_payment_alone(outside: Outside) -> None:
    first, second = await a.payment_request(), await a.payment_request()
    one = await open_page(first, key="tap")
    again = await open_page(first, key="tap")
    assert again.url == one.url
    client, _ = await a.sides(first)
    await PaymentRequest.filter(id=second.id).update(client_id=client.id)
    with pytest.raises(IdempotencyKeyReused):
        await pay(second.id, by=client, provider=stripe, key="tap")


@pytest.mark.req("R-17")
async def test_after_a_crash_before_the_call_the_next_tap_makes_the_same_session(outside: Outside) -> None:
    asked = await a.payment_request()
    client, _ = await a.sides(asked)
    _, intended = await intend_checkout(asked.id, by=client)
    page = await open_page(asked)
    assert page.id == intended.id
    assert len(await at_stripe(outside, asked)) == 1


@pytest.mark.req("R-17")
async def test_when_stripes_answer_is_lost_the_next_tap_gets_the_session_that_was_made(outside: Outside) -> None:
    asked = await a.payment_request()
    await outside.break_down("stripe", lost=True)
    with pytest.raises(UnavailableError):
        await open_page(asked, key="tap")
    row = await CheckoutSession.get(payment_request_id=asked.id)
    assert row.status is CheckoutStatus.INTENDED
    assert (await open_page(asked, key="tap")).id == row.id
    assert len(await at_stripe(outside, asked)) == 1


@pytest.mark.req("ESC-02")
async def test_what_stripe_refuses_to_make_leaves_no_live_session_behind(
    outside: Outside, environment: pytest.MonkeyPatch
) -> None:
    asked = await a.payment_request()
    environment.setenv("PUBLIC_URL", "nowhere")
    settings.cache_clear()
    with pytest.raises(RefusedError):
        await open_page(asked)
    assert (await CheckoutSession.get()).status is CheckoutStatus.CLOSED
    client, _ = await a.sides(asked)
    assert (await decline(asked.id, by=client)).status is RequestStatus.DECLINED


@pytest.mark.req("ESC-18")
async def test_only_the_client_who_was_asked_pays(outside: Outside) -> None:
    asked = await a.payment_request()
    _, worker = await a.sides(asked)
    for stranger in (worker, await a.client()):
        with pytest.raises(NotFound):
            await open_page(asked, by=stranger)
    assert not await CheckoutSession.exists()


@pytest.mark.req("R-12", "C22")
async def test_a_session_past_its_hour_is_closed_at_stripe_before_the_next(own_outside: Outside) -> None:
    asked = await a.payment_request()
    old = await open_page(asked)
    await stand_still_at(old.expires_at - timedelta(milliseconds=1))
    assert (await open_page(asked)).id == old.id
    await stand_still_at(old.expires_at)
    new = await open_page(asked)
    assert new.id != old.id
    assert (await own_outside.pay(str(old.url))).get("error")
    assert (await own_outside.pay(str(new.url)))["payment_status"] == "paid"


@pytest.mark.req("R-12", "ESC-22")
async def test_a_session_paid_while_no_news_came_is_found_paid_when_its_time_is_over(outside: Outside) -> None:
    asked = await a.payment_request()
    page = await open_page(asked)
    await outside.pay(str(page.url))
    await stand_still_at(page.expires_at)
    with pytest.raises(PaymentRequestNotPending):
        await open_page(asked)
    await asked.refresh_from_db()
    assert asked.status is RequestStatus.PAID


@pytest.mark.req("R-12")
async def test_the_hour_too_early_twice_and_too_late(outside: Outside) -> None:
    asked = await a.payment_request()
    page = await open_page(asked)
    timer = await Timer.get(kind="checkout.expire", subject_id=page.id)
    assert timer.due_at == page.created_at + LIFETIME
    await expire_checkout(page.id, at=page.expires_at - timedelta(seconds=1))
    assert not await closings()
    await expire_checkout(page.id, at=page.expires_at)
    await expire_checkout(page.id, at=page.expires_at)
    assert len(await closings()) == 2
    for _ in range(2):
        await close_checkout(page.id, stripe)
    await page.refresh_from_db()
    assert page.status is CheckoutStatus.CLOSED
    assert not await Timer.exists(kind="checkout.expire")
    await expire_checkout(page.id, at=page.expires_at)
    assert len(await closings()) == 2


@pytest.mark.req("R-11")
async def test_while_the_money_is_under_way_a_second_payment_is_refused(outside: Outside) -> None:
    asked = await a.payment_request()
    page = await open_page(asked)
    await settle_session(a.completed(asked, id=page.stripe_session_id, payment_status="unpaid"))
    with pytest.raises(PaymentUnderWay):
        await open_page(asked)


@pytest.mark.req("R-12")
@pytest.mark.parametrize("how", ["paid", "declined", "cancelled", "expired"])
async def test_what_is_settled_can_not_be_paid(outside: Outside, how: str) -> None:
    asked = await a.payment_request()
    client, worker = await a.sides(asked)
    if how == "paid":
        await settle_session(a.completed(asked))
    elif how == "declined":
        await decline(asked.id, by=client)
    elif how == "cancelled":
        await cancel(asked.id, by=worker)
    else:
        await expire_request(asked.id, at=asked.expires_at)
    with pytest.raises(PaymentRequestNotPending) as refused:
        await open_page(asked)
    assert refused.value.details["status"] == how


@pytest.mark.req("R-12")
async def test_paying_against_cancelling_never_leaves_a_page_that_can_be_paid(outside: Outside) -> None:
    for _ in range(4):
        asked = await a.payment_request()
        _, worker = await a.sides(asked)
        page, _ = await asyncio.gather(open_page(asked), cancel(asked.id, by=worker), return_exceptions=True)
        await close_live_checkout(asked.id, stripe)
        await asked.refresh_from_db()
        assert asked.status is RequestStatus.CANCELLED
        if isinstance(page, CheckoutSession):
            assert (await outside.pay(str(page.url))).get("error")
    assert not await EscrowPayment.exists()
    assert not await ProviderRefund.exists()


async def closings() -> list[OutboxRow]:
    return await OutboxRow.filter(event="checkout.close")


@pytest.mark.req("R-17")
async def test_a_day_later_the_session_is_looked_for_before_another_is_made(outside: Outside) -> None:
    asked = await a.payment_request()
    await outside.break_down("stripe", lost=True)
    with pytest.raises(UnavailableError):
        await open_page(asked)
    await outside.forget_keys()
    row = await CheckoutSession.get(payment_request_id=asked.id)
    await stand_still_at(row.created_at + timedelta(hours=21))
    await close_checkout(row.id, stripe)
    [made] = await at_stripe(outside, asked)
    assert made["status"] == "expired"
    await row.refresh_from_db()
    assert row.status is CheckoutStatus.CLOSED
