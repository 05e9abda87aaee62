"""Declined, cancelled, expired: not while a session could still be paid (R-12)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from integrations import payments as stripe
from integrations.errors import UnavailableError
from models.chat.tables import Message
from models.engine_tables import OutboxRow, Timer
from models.errors import NotFound
from models.notices.tables import Notice
from models.payments.cancel import cancel
from models.payments.close_checkout import close_checkout, close_live_checkout
from models.payments.decline import decline
from models.payments.expire import expire_request
from models.payments.finish_closing import finish_closing
from models.payments.intend_checkout import intend_checkout
from models.payments.pay import pay
from models.payments.refusals import PaymentRequestNotPending
from models.payments.settle import settle_intent
from models.payments.tables import CheckoutSession, CheckoutStatus, PaymentRequest, RequestStatus
from tests import a
from tests.moment import stand_still_at
from tests.outside import Outside

pytestmark = pytest.mark.usefixtures("database")

Close = Callable[[PaymentRequest], Awaitable[object]]


async def declined(asked: PaymentRequest) -> None:
    await decline(asked.id, by=(await a.sides(asked))[0])


async def cancelled(asked: PaymentRequest) -> None:
    await cancel(asked.id, by=(await a.sides(asked))[1])


async def expired(asked: PaymentRequest) -> None:
    await expire_request(asked.id, at=asked.expires_at)


WAYS = [(declined, RequestStatus.DECLINED), (cancelled, RequestStatus.CANCELLED), (expired, RequestStatus.EXPIRED)]
ways = pytest.mark.parametrize(("close", "status"), WAYS)


async def opened(asked: PaymentRequest) -> CheckoutSession:
    return await pay(asked.id, by=(await a.sides(asked))[0], provider=stripe)


async def last_row(asked: PaymentRequest) -> Message:
    row = await Message.filter(conversation_id=asked.conversation_id).order_by("-seq").first()
    assert row is not None
    assert row.event is not None
    return row


@pytest.mark.req("ESC-01", "R-12")
@ways
async def test_a_request_that_nobody_was_about_to_pay_ends_at_once(close: Close, status: RequestStatus) -> None:
    asked = await a.payment_request()
    await close(asked)
    await asked.refresh_from_db()
    assert (asked.status, asked.closing_as) == (status, None)
    row = await last_row(asked)
    assert row.event is not None
    assert row.event["kind"] == f"payment.{status}"
    assert await OutboxRow.filter(event=f"payment.{status}").count() == 1
    told = set(await Notice.filter(kind=f"payment.{status}").values_list("user_id", flat=True))
    assert told == {asked.client_id, asked.worker_id} - {row.sender_id}
    assert not await Timer.exists(kind="payment.expire")


@pytest.mark.req("R-12")
@ways
async def test_a_live_session_is_closed_at_stripe_first(
    close: Close, status: RequestStatus, outside: Outside
) -> None:
    asked = await a.payment_request()
    page = await opened(asked)
    await close(asked)
    await asked.refresh_from_db()
    assert (asked.status, asked.closing_as) == (RequestStatus.PENDING, status)
    asked_at = asked.closing_at
    with pytest.raises(PaymentRequestNotPending):
        await opened(asked)
    for _ in range(2):
        await close_checkout(page.id, stripe)
    await asked.refresh_from_db()
    assert (asked.status, asked.settled_at) == (status, asked_at)
    assert (await last_row(asked)).created_at == asked_at
    assert (await outside.pay(str(page.url))).get("error")


@pytest.mark.req("R-12")
@ways
async def test_who_paid_before_the_session_was_closed_has_paid(
    close: Close, status: RequestStatus, outside: Outside
) -> None:
    asked = await a.payment_request()
    page = await opened(asked)
    await outside.pay(str(page.url))
    await close(asked)
    await close_checkout(page.id, stripe)
    await asked.refresh_from_db()
    assert (asked.status, asked.closing_as) == (RequestStatus.PAID, None)
    assert (await a.escrow_of(asked)).status == "held"


@pytest.mark.req("R-12")
async def test_news_of_the_payment_that_arrives_while_closing_wins_too() -> None:
    asked = await a.payment_request()
    client, _ = await a.sides(asked)
    await intend_checkout(asked.id, by=client)
    await decline(asked.id, by=client)
    await settle_intent(a.captured(asked))
    await finish_closing(asked.id)
    await asked.refresh_from_db()
    assert asked.status is RequestStatus.PAID


@pytest.mark.req("R-12", "R-17")
async def test_a_session_whose_name_was_never_heard_is_closed_by_asking_again(outside: Outside) -> None:
    asked = await a.payment_request()
    await outside.break_down("stripe", lost=True)
    with pytest.raises(UnavailableError):
        await opened(asked)
    await declined(asked)
    await close_live_checkout(asked.id, stripe)
    await asked.refresh_from_db()
    assert asked.status is RequestStatus.DECLINED
    made = [
        each for each in await outside.payments() if each["metadata"].get("payment_request_id") == str(asked.id)
    ]
    assert [each["status"] for each in made] == ["expired"]


@pytest.mark.req("R-12", "R-19")
async def test_while_stripe_is_away_the_request_waits_and_is_then_dated_as_it_was_asked(outside: Outside) -> None:
    asked = await a.payment_request()
    page = await opened(asked)
    await declined(asked)
    await outside.break_down("stripe")
    with pytest.raises(UnavailableError):
        await close_checkout(page.id, stripe)
    await asked.refresh_from_db()
    assert asked.status is RequestStatus.PENDING
    asked_at = asked.closing_at
    assert asked_at is not None
    await stand_still_at(asked_at + timedelta(hours=5))
    await close_checkout(page.id, stripe)
    await asked.refresh_from_db()
    assert (asked.status, asked.settled_at) == (RequestStatus.DECLINED, asked_at)


@pytest.mark.req("R-12")
async def test_a_session_that_stripe_has_forgotten_can_not_be_paid(outside: Outside) -> None:
    asked = await a.payment_request()
    page = await opened(asked)
    await CheckoutSession.filter(id=page.id).update(stripe_session_id="cs_test_unknown")
    await declined(asked)
    await close_live_checkout(asked.id, stripe)
    await asked.refresh_from_db()
    await page.refresh_from_db()
    assert (asked.status, page.status) == (RequestStatus.DECLINED, CheckoutStatus.CLOSED)


@pytest.mark.req("R-19")
async def test_the_fourteen_days_too_early_twice_and_too_late() -> None:
    asked = await a.payment_request()
    await expire_request(asked.id, at=asked.expires_at - timedelta(milliseconds=1))
    await asked.refresh_from_db()
    assert asked.status is RequestStatus.PENDING
    for _ in range(2):
        await expire_request(asked.id, at=asked.expires_at)
    await asked.refresh_from_db()
    assert (asked.status, asked.settled_at) == (RequestStatus.EXPIRED, asked.expires_at)
    assert await OutboxRow.filter(event="payment.expired").count() == 1
    paid = await a.paid_request()
    await expire_request(paid.id, at=paid.expires_at)
    await paid.refresh_from_db()
    assert paid.status is RequestStatus.PAID


@pytest.mark.req("R-19")
@pytest.mark.parametrize("close", [declined, cancelled])
async def test_past_its_expiry_a_request_has_expired_however_late_the_timer(close: Close) -> None:
    asked = await a.payment_request()
    await stand_still_at(asked.expires_at)
    with pytest.raises(PaymentRequestNotPending) as refused:
        await close(asked)
    assert refused.value.details["status"] == "expired"


@pytest.mark.req("ESC-01")
async def test_the_client_declines_the_handyman_cancels_and_nobody_else() -> None:
    asked = await a.payment_request()
    client, worker = await a.sides(asked)
    for stranger in (worker, await a.client()):
        with pytest.raises(NotFound):
            await decline(asked.id, by=stranger)
    for stranger in (client, await a.worker()):
        with pytest.raises(NotFound):
            await cancel(asked.id, by=stranger)


@pytest.mark.req("R-24")
async def test_declining_again_with_the_key_answers_and_without_it_refuses() -> None:
    asked = await a.payment_request()
    client, _ = await a.sides(asked)
    twins = await asyncio.gather(*(decline(asked.id, by=client, key="no") for _ in range(3)))
    assert {twin.status for twin in twins} == {RequestStatus.DECLINED}
    with pytest.raises(PaymentRequestNotPending):
        await decline(asked.id, by=client)
    assert await OutboxRow.filter(event="payment.declined").count() == 1


@pytest.mark.req("R-12")
async def test_of_declining_cancelling_and_paying_at_once_one_wins() -> None:
    for _ in range(4):
        asked = await a.payment_request()
        await asyncio.gather(
            declined(asked), cancelled(asked), settle_intent(a.captured(asked)), return_exceptions=True
        )
        rows = await Message.filter(conversation_id=asked.conversation_id, message_type="event")
        kinds = [row.event["kind"] for row in rows if row.event]
        assert len({"payment.paid", "payment.declined", "payment.cancelled"} & set(kinds)) == 1
