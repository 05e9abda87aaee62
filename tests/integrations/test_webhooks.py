import time
from collections.abc import AsyncIterator

import pytest

from integrations import payments
from integrations.errors import SignatureError
from settings import settings
from tests.integrations.checkouts import a_checkout, a_paid_checkout
from tests.integrations.listener import listening
from tests.outside import Outside


@pytest.fixture
async def told(outside: Outside) -> AsyncIterator[Outside]:
    yield outside
    await outside.webhooks(mode="normal", url=None)


PAID = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]


@pytest.mark.req("ESC-22", "SEC-05")
async def test_a_payment_is_told_in_signed_events(told: Outside) -> None:
    async with listening() as listener:
        await told.webhooks(url=listener.url)
        session, intent = await a_paid_checkout(told)
        await listener.until("checkout.session.completed")
    assert listener.kinds == PAID
    paid = listener.heard[-1]["data"]["object"]
    assert (paid["id"], paid["payment_intent"], paid["payment_status"]) == (session.id, intent, "paid")
    assert payments.CheckoutSession.of(paid).amount == session.amount


async def test_an_event_is_told_until_it_is_heard(told: Outside) -> None:
    async with listening() as listener:
        listener.answers = [500, 503, 400]
        await told.webhooks(url=listener.url)
        await a_paid_checkout(told)
        for kind in PAID:
            await listener.until(kind)


async def test_an_event_waits_for_an_endpoint_that_is_not_there_yet(told: Outside) -> None:
    await told.webhooks(url="http://127.0.0.1:9/webhook")
    await a_paid_checkout(told)
    async with listening() as listener:
        await told.webhooks(url=listener.url)
        await listener.until("checkout.session.completed")


async def test_events_are_held_until_asked_for_and_delivered_as_asked(told: Outside) -> None:
    async with listening() as listener:
        await told.webhooks(mode="hold", url=listener.url)
        await a_paid_checkout(told)
        assert listener.heard == []
        await told.deliver(types=["charge.succeeded"], drop=True)
        delivered = await told.deliver(reverse=True, times=2)
        assert [outcome["statuses"] for outcome in delivered] == [[200, 200]] * 3
        left = [kind for kind in reversed(PAID) if kind != "charge.succeeded"]
        assert listener.kinds == [kind for kind in left for _ in range(2)]
        assert await told.events(state="held") == []


@pytest.mark.parametrize(
    ("mode", "kinds"), [("reverse", PAID[::-1]), ("duplicate", sorted(PAID * 2, key=PAID.index))]
)
async def test_events_come_reversed_or_twice_when_asked(told: Outside, mode: str, kinds: list[str]) -> None:
    async with listening() as listener:
        await told.webhooks(mode=mode, url=listener.url)
        await a_paid_checkout(told)
        await listener.until(kinds[-1], times=kinds.count(kinds[-1]))
    assert listener.kinds == kinds


async def test_events_can_be_taken_by_hand_where_nobody_listens(outside: Outside) -> None:
    session = await a_checkout()
    await payments.expire_checkout(session.id)
    (parcel,) = await outside.events(session.id)
    event = payments.parse_event(parcel["body"].encode(), parcel["signature"])
    assert event["data"]["object"]["status"] == "expired"


@pytest.mark.req("SEC-05")
async def test_only_what_stripe_signed_lately_is_an_event(
    outside: Outside, environment: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await a_checkout()
    await payments.expire_checkout(session.id)
    (parcel,) = await outside.events(session.id)
    body, signature = parcel["body"].encode(), parcel["signature"]
    forgeries = [
        (body.replace(b"expired", b"complete"), signature),
        (body, signature[:-1] + ("0" if signature[-1] != "0" else "1")),
        (body, ""),
        (body, "t=1,v1=ñ"),
        (b"\xff\xfe", signature),
        (b"[]", signature),
    ]
    for forged, signed in forgeries:
        with pytest.raises(SignatureError):
            payments.parse_event(forged, signed)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 301)
    with pytest.raises(SignatureError):
        payments.parse_event(body, signature)
    monkeypatch.undo()
    environment.setenv("STRIPE_WEBHOOK_SECRET", "whsec_another")
    settings.cache_clear()
    with pytest.raises(SignatureError):
        payments.parse_event(body, signature)
