from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from integrations import payments
from integrations.errors import KeyReusedError, NotFoundError, RefusedError, UnavailableError
from settings import settings
from tests.integrations.checkouts import a_checkout, a_paid_checkout
from tests.outside import Outside


@pytest.mark.req("ESC-02", "ESC-04")
async def test_a_session_says_where_to_pay_how_much_and_until_when(outside: Outside) -> None:
    session = await a_checkout()
    assert session.url
    assert (session.status, session.payment_status, session.payment_intent_id) == ("open", "unpaid", None)
    assert session.amount == Decimal("1030.00")
    assert await payments.get_checkout(session.id) == session


async def test_a_good_card_pays(outside: Outside) -> None:
    session = await a_checkout(metadata={"payment_request_id": "pr_1"})
    answer = await outside.pay(session.url, "4242 4242 4242 4242")
    assert answer["redirect"] == f"http://localhost:5000/payment/success?session_id={session.id}"
    paid = await payments.get_checkout(session.id)
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    intent = await payments.get_payment_intent(answer["payment_intent"])
    assert (intent.status, intent.amount_received) == ("succeeded", session.amount)
    assert intent.metadata == {"payment_request_id": "pr_1"}


@pytest.mark.parametrize(
    ("card", "decline_code"),
    [
        ("4000000000000002", "generic_decline"),
        ("4000000000009995", "insufficient_funds"),
        ("4000000000000069", "expired_card"),
        ("4111111111111111", "test_mode_live_card"),
        ("1234", "incorrect_number"),
    ],
)
async def test_a_declined_card_leaves_the_session_open_for_another(
    outside: Outside, card: str, decline_code: str
) -> None:
    session = await a_checkout()
    refused = await outside.pay(session.url, card)
    assert refused["error"]["decline_code"] == decline_code
    assert (await payments.get_checkout(session.id)).status == "open"
    await outside.pay(session.url)
    assert (await payments.get_checkout(session.id)).payment_status == "paid"


async def test_3d_secure_asks_the_holder_before_it_pays(outside: Outside) -> None:
    session = await a_checkout()
    asked = await outside.pay(session.url, "4000002500003155")
    assert asked["intent_status"] == "requires_action"
    assert (await outside.pay(session.url, "4000002500003155", confirmed=False))["error"]
    assert (await payments.get_checkout(session.id)).status == "open"
    await outside.pay(session.url, "4000002500003155", confirmed=True)
    assert (await payments.get_checkout(session.id)).payment_status == "paid"


async def test_a_session_is_paid_once(outside: Outside) -> None:
    session, _ = await a_paid_checkout(outside)
    again = await outside.pay(str((await payments.get_checkout(session.id)).url or session.url))
    assert again["error"]["code"] == "session_complete"


@pytest.mark.req("R-17")
async def test_the_same_key_answers_the_same_session(outside: Outside) -> None:
    key, expires_at = str(uuid4()), datetime.now(UTC) + timedelta(hours=1)
    first = await a_checkout(key=key, expires_at=expires_at, metadata={"a": "b"})
    assert await a_checkout(key=key, expires_at=expires_at, metadata={"a": "b"}) == first
    with pytest.raises(KeyReusedError):
        await a_checkout(key=key, expires_at=expires_at, metadata={"a": "c"})


@pytest.mark.req("R-17")
async def test_a_call_whose_answer_was_lost_is_found_by_its_key_or_its_metadata(outside: Outside) -> None:
    key, mark, expires_at = str(uuid4()), {"mark": str(uuid4())}, datetime.now(UTC) + timedelta(hours=1)
    since = datetime.now(UTC) - timedelta(minutes=1)
    await outside.break_down("stripe", lost=True)
    with pytest.raises(UnavailableError):
        await a_checkout(key=key, metadata=mark, expires_at=expires_at)
    found = await payments.find_checkout(mark, since=since)
    assert found
    assert await a_checkout(key=key, metadata=mark, expires_at=expires_at) == found
    await outside.forget_keys()
    assert await a_checkout(key=key, metadata=mark, expires_at=expires_at) != found


async def test_a_search_reads_every_page_and_may_find_nothing(outside: Outside) -> None:
    since = datetime.now(UTC) - timedelta(seconds=1)
    assert await payments.find_checkout({"mark": str(uuid4())}, since=since) is None


@pytest.mark.req("R-12")
async def test_closing_says_whether_the_payer_was_quicker(outside: Outside) -> None:
    session = await a_checkout()
    assert (await payments.expire_checkout(session.id)).status == "expired"
    assert (await payments.expire_checkout(session.id)).status == "expired"
    assert (await outside.pay(session.url))["error"]["code"] == "session_expired"
    paid, _ = await a_paid_checkout(outside)
    assert (await payments.expire_checkout(paid.id)).payment_status == "paid"


async def test_closing_what_never_was_is_not_found(outside: Outside) -> None:
    with pytest.raises(NotFoundError):
        await payments.expire_checkout("cs_test_nothing")


@pytest.mark.parametrize("ahead", [timedelta(minutes=20), timedelta(hours=25)])
async def test_a_session_lives_between_half_an_hour_and_a_day(outside: Outside, ahead: timedelta) -> None:
    with pytest.raises(RefusedError, match="expires_at"):
        await a_checkout(expires_at=datetime.now(UTC) + ahead)


@pytest.mark.req("R-18")
async def test_a_moved_clock_moves_the_expiry_of_sessions(movable_outside: Outside) -> None:
    session = await a_checkout()
    await movable_outside.move_clock(timedelta(days=12).total_seconds())
    assert (await payments.get_checkout(session.id)).status == "expired"
    late = await a_checkout(expires_at=datetime.now(UTC) + timedelta(days=12, hours=1))
    assert (await movable_outside.pay(late.url))["payment_status"] == "paid"
    kinds = [event["type"] for event in await movable_outside.events(session.id)]
    assert kinds == ["checkout.session.expired"]


async def test_an_amount_that_is_no_whole_number_of_centavos_never_leaves(outside: Outside) -> None:
    with pytest.raises(ValueError, match="centavos"):
        await a_checkout(amount=Decimal("10.005"), line_items=[("Algo", Decimal("10.005"))])
    with pytest.raises(ValueError, match="add up"):
        await a_checkout(amount=Decimal("10.00"), line_items=[("Algo", Decimal("11.00"))])


async def test_too_little_is_refused_by_name(outside: Outside) -> None:
    with pytest.raises(RefusedError) as refused:
        await a_checkout(amount=Decimal("9.99"), line_items=[("Algo", Decimal("9.99"))])
    assert refused.value.code == "amount_too_small"


async def test_a_wrong_key_to_the_account_is_refused(outside: Outside, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("STRIPE_API_KEY", "sk_test_somebody_else")
    settings.cache_clear()
    with pytest.raises(RefusedError):
        await a_checkout()


async def test_a_provider_that_is_down_or_overloaded_is_a_transient_failure(outside: Outside) -> None:
    for status in (429, 500, 503):
        await outside.break_down("stripe", status=status)
        with pytest.raises(UnavailableError):
            await payments.get_checkout("cs_test_nothing")


async def test_a_provider_that_does_not_answer_is_a_transient_failure(
    outside: Outside, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("STRIPE_API_URL", "http://127.0.0.1:9/stripe")
    settings.cache_clear()
    with pytest.raises(UnavailableError):
        await payments.get_checkout("cs_test_nothing")
