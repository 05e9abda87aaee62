"""What providers tell us: signed or refused, stored once, applied by the worker, in any order."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from twilio.request_validator import RequestValidator

from integrations import payments as stripe
from models.engine_tables import OutboxRow, WebhookEvent
from models.payments.audit import audit
from models.payments.pay import pay
from models.payments.settle import settle_session
from models.payments.tables import (
    CheckoutSession,
    EscrowPayment,
    PaymentRequest,
    ProviderRefund,
    RefundStatus,
    RequestStatus,
)
from settings import settings
from tasks import outbox
from tests import a
from tests.api import Answer, Api
from tests.outside import Outside

STRIPE, TWILIO = "/api/webhooks/stripe", "/api/webhooks/twilio"


async def tell(api: Api, event: dict[str, Any]) -> Answer:
    headers = {"Stripe-Signature": event["signature"], "Content-Type": "application/json"}
    return await api.ask("POST", STRIPE, headers=headers, data=event["body"])


async def paid_at_stripe(outside: Outside) -> tuple[PaymentRequest, list[dict[str, Any]]]:
    """A request paid on Stripe's page, and the events of it that nobody has told us."""
    asked = await a.payment_request()
    client, _ = await a.sides(asked)
    page = await pay(asked.id, by=client, provider=stripe)
    await outside.pay(str(page.url))
    return asked, await outside.events(about=str(asked.id))


@pytest.mark.req("ESC-05", "ESC-22")
async def test_a_signed_event_is_stored_answered_and_applied_by_the_worker(api: Api, outside: Outside) -> None:
    asked, events = await paid_at_stripe(outside)
    for event in events:
        assert (await tell(api, event)).status == 200
    assert {event["type"] for event in events} >= {"checkout.session.completed", "payment_intent.succeeded"}
    await asked.refresh_from_db()
    assert asked.status is RequestStatus.PENDING
    await outbox.drain()
    await asked.refresh_from_db()
    assert asked.status is RequestStatus.PAID
    assert not await WebhookEvent.filter(applied_at=None).exists()
    assert not await WebhookEvent.filter(last_error__not_isnull=True).exists()
    assert await audit() == []


@pytest.mark.req("ESC-22", "R-12")
async def test_twice_backwards_and_in_parallel_each_fact_counts_once(api: Api, outside: Outside) -> None:
    asked, events = await paid_at_stripe(outside)
    answers = await asyncio.gather(*(tell(api, event) for event in [*reversed(events), *events]))
    assert {answer.status for answer in answers} == {200}
    assert await WebhookEvent.all().count() == len(events)
    await asyncio.gather(*(outbox.drain() for _ in range(3)))
    for event in events:
        await tell(api, event)
    await outbox.drain()
    assert await EscrowPayment.filter(payment_request_id=asked.id).count() == 1
    assert not await ProviderRefund.exists()
    assert await OutboxRow.filter(event="payment.paid", reaction=None).count() == 1
    assert await audit() == []


FORGERIES: list[Callable[[dict[str, Any]], dict[str, Any]]] = [
    lambda event: event | {"signature": ""},
    lambda event: event | {"signature": "t=1,v1=00"},
    lambda event: event | {"signature": event["signature"].replace("v1=", "v1=0")},
    lambda event: event | {"signature": "t=1" + event["signature"][event["signature"].index(",") :]},
    lambda event: event | {"body": event["body"].replace("103000", "100")},
    lambda event: event | {"body": b"\xff\xfe"},
]


@pytest.mark.req("ESC-22")
async def test_a_forged_event_is_refused_and_leaves_nothing(api: Api, outside: Outside) -> None:
    asked, events = await paid_at_stripe(outside)
    for event in events:
        for forge in FORGERIES:
            answer = await tell(api, forge(event))
            assert (answer.status, answer.code) == (400, "SIGNATURE_INVALID")
    await outbox.drain()
    assert not await WebhookEvent.exists()
    await asked.refresh_from_db()
    assert asked.status is RequestStatus.PENDING


@pytest.mark.req("ESC-22")
async def test_what_is_too_large_is_not_read_to_its_end(api: Api) -> None:
    answer = await api.ask("POST", STRIPE, data="x" * 600_000)
    assert (answer.status, answer.code) == (413, "TOO_LARGE")


@pytest.mark.req("ESC-22")
async def test_unknown_kinds_and_strangers_news_are_kept_and_change_nothing(api: Api) -> None:
    kinds = ["payout.created", "payment_intent.succeeded", "checkout.session.completed"]
    for kind in kinds:
        body = json.dumps({"id": f"evt_{kind}", "type": kind, "data": {"object": stranger(kind)}})
        assert (await tell(api, signed(body))).status == 200
    for body in ('{"type": "x"}', '{"id": 1, "type": "x"}', '{"id": "", "type": "x"}', "[]"):
        assert (await tell(api, signed(body))).status == 400
    await outbox.drain()
    kept = {event.kind: event for event in await WebhookEvent.all()}
    assert set(kept) == set(kinds)
    assert all(event.applied_at for event in kept.values())
    assert kept["payout.created"].last_error is None
    assert kept["payment_intent.succeeded"].last_error == "NOTHING_OF_OURS"


@pytest.mark.req("R-12", "ESC-22")
@pytest.mark.parametrize("kind", ["refund.created", "charge.refunded"])
async def test_a_refund_of_ours_is_settled_by_its_own_news_alone(api: Api, outside: Outside, kind: str) -> None:
    asked, events = await paid_at_stripe(outside)
    await settle_session(a.completed(asked))
    for event in events:
        await tell(api, event)
    await outside.break_down("stripe", lost=True)
    await outbox.drain()
    row = await ProviderRefund.get()
    assert row.status is RefundStatus.INTENDED
    for event in await outside.events(about=row.stripe_payment_intent_id):
        if event["type"] == kind:
            await tell(api, event)
    await outbox.drain()
    await row.refresh_from_db()
    assert row.status is RefundStatus.SUCCEEDED
    assert await audit() == []


def signed(body: str) -> dict[str, Any]:
    """As Stripe signs, with our own secret."""
    stamp, secret = int(time.time()), settings().stripe_webhook_secret.get_secret_value()
    digest = hmac.new(secret.encode(), f"{stamp}.{body}".encode(), hashlib.sha256).hexdigest()
    return {"body": body, "signature": f"t={stamp},v1={digest}"}


def stranger(kind: str) -> dict[str, Any]:
    if kind.startswith("checkout"):
        return {
            "id": "cs_other",
            "expires_at": 1,
            "status": "complete",
            "payment_status": "paid",
            "amount_total": 100,
            "currency": "mxn",
            "metadata": {},
        }
    return {"id": "pi_other", "status": "succeeded", "amount": 100, "currency": "mxn"}


@pytest.mark.req("ACC-05")
async def test_twilios_word_is_checked_and_kept_once(api: Api) -> None:
    form = {"MessageSid": "SM1", "MessageStatus": "delivered", "To": "+525512345678"}
    url = f"{settings().public_url}{TWILIO}"
    signature = RequestValidator(settings().twilio_auth_token.get_secret_value()).compute_signature(url, form)
    headers = {"X-Twilio-Signature": signature}
    for _ in range(2):
        assert (await api.ask("POST", TWILIO, headers=headers, form=form)).status == 200
    [event] = await WebhookEvent.filter(source="twilio")
    assert (event.kind, event.payload) == ("delivered", form)
    forged = await api.ask("POST", TWILIO, headers=headers, form=form | {"To": "+521"})
    assert (forged.status, forged.code) == (400, "SIGNATURE_INVALID")
    assert (await api.ask("POST", TWILIO, form=form)).status == 400
    await outbox.drain()
    assert not await WebhookEvent.filter(applied_at=None).exists()


@pytest.mark.req("ESC-22", "R-11", "R-12")
async def test_the_webhook_and_the_browsers_return_at_once_are_one_payment(api: Api, outside: Outside) -> None:
    for _ in range(5):
        asked, events = await paid_at_stripe(outside)
        client, _ = await a.sides(asked)
        session = await CheckoutSession.get(payment_request_id=asked.id)
        settle = f"/api/payments/sessions/{session.stripe_session_id}/settle"

        async def hears(events: list[dict[str, Any]] = events) -> None:
            await asyncio.gather(*(tell(api, event) for event in events))
            await outbox.drain()

        returns = (api.post(settle, as_=client) for _ in range(2))
        *answers, _ = await asyncio.gather(*returns, hears())
        assert [answer.data["status"] for answer in answers] == ["paid", "paid"]
        assert await EscrowPayment.filter(payment_request_id=asked.id).count() == 1
        assert not await ProviderRefund.filter(payment_request_id=asked.id).exists()
    assert await OutboxRow.filter(event="payment.paid", reaction=None).count() == 5
    assert await audit() == []
