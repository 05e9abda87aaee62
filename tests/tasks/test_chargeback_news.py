"""What Stripe tells of a chargeback, through our inbox, in both orders and twice."""

import json

import pytest

from integrations import payments as stripe
from models import inbox
from models.audit import audit
from models.clock import business_now, real_now
from models.engine_tables import OutboxRow, WebhookEvent
from models.payments.pay import pay
from models.payments.refund_attempt import metadata_of
from models.payments.settle_chargeback import settle_chargeback
from models.payments.settle_refund import settle_refund
from models.payments.tables import (
    Chargeback,
    ChargebackStatus,
    EscrowStatus,
    PaymentRequest,
    ProviderRefund,
    RefundStatus,
    RequestStatus,
)
from models.wallet.accounts import balance_of
from models.wallet.checkpoints import platform_balances
from models.wallet.tables import AccountKind
from tasks.event import Event
from tasks.outbox import drain
from tasks.webhooks import apply_webhook
from tests import a
from tests.outside import Outside


@pytest.mark.usefixtures("database")
@pytest.mark.req("R-15", "ESC-22")
@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("outcome", ["won", "lost"])
async def test_news_of_a_chargeback_counts_once(outside: Outside, order: int, outcome: str) -> None:
    asked = await a.payment_request()
    session = await pay(asked.id, by=(await a.sides(asked))[0], provider=stripe)
    intent = (await outside.pay(str(session.url)))["payment_intent"]
    await apply_all(outside, intent, 1)
    await outside.dispute(intent)
    await outside.close_dispute(intent, outcome)
    for _ in range(2):
        await apply_all(outside, intent, order)
    assert (await Chargeback.get()).status == ChargebackStatus(outcome)
    escrow = await a.escrow_of(asked)
    assert escrow.status is (EscrowStatus.HELD if outcome == "won" else EscrowStatus.REFUNDED)
    assert await balance_of(asked.worker_id) == 0
    assert await audit() == []


@pytest.mark.usefixtures("database")
@pytest.mark.req("R-15")
async def test_a_bank_that_is_quicker_than_the_news_of_the_payment_is_heard(outside: Outside) -> None:
    asked = await a.payment_request()
    session = await pay(asked.id, by=(await a.sides(asked))[0], provider=stripe)
    intent = (await outside.pay(str(session.url)))["payment_intent"]
    await outside.dispute(intent)
    said = [event for event in await outside.events(intent) if event["type"] == "charge.dispute.created"]
    body = json.loads(said[0]["body"])
    await inbox.receive("stripe", body["id"], body["type"], body)
    row = await WebhookEvent.get()
    await apply_webhook(Event("webhook.received", {"webhook_event_id": str(row.id)}, row.received_at, ""))
    await row.refresh_from_db()
    assert row.last_error is None
    assert (await a.escrow_of(asked)).chargeback_id == (await Chargeback.get()).id
    assert await audit() == []


async def surplus(outside: Outside) -> tuple[str, ProviderRefund]:
    """Paid after it had been declined: owed back."""
    asked = await a.payment_request()
    session = await pay(asked.id, by=(await a.sides(asked))[0], provider=stripe)
    intent = (await outside.pay(str(session.url)))["payment_intent"]
    await PaymentRequest.filter(id=asked.id).update(
        status=RequestStatus.CANCELLED, settled_at=await business_now()
    )
    await apply_all(outside, intent, 1)
    return intent, await ProviderRefund.get()


@pytest.mark.usefixtures("database")
@pytest.mark.req("R-12", "R-15")
@pytest.mark.parametrize("outcome", ["won", "lost"])
async def test_what_is_owed_back_waits_for_the_bank_that_has_it(own_outside: Outside, outcome: str) -> None:
    """And is owed no more when the bank has given it back itself."""
    intent, owed = await surplus(own_outside)
    await own_outside.dispute(intent)
    await apply_all(own_outside, intent, 1)
    await apply_all(own_outside, intent, 1)
    await drain()
    waiting = await OutboxRow.get(reaction="give_back")
    assert (waiting.parked_at, waiting.attempts, waiting.done_at) == (None, 0, None)
    assert await audit() == []
    await own_outside.close_dispute(intent, outcome)
    for _ in range(2):
        await apply_all(own_outside, intent, 1)
    await OutboxRow.filter(id=waiting.id).update(next_attempt_at=real_now())
    await drain()
    await owed.refresh_from_db()
    assert owed.status is RefundStatus.SUCCEEDED
    assert (owed.chargeback_id is not None, owed.stripe_refund_id is None) == (outcome == "lost",) * 2
    balances = await platform_balances()
    assert (balances[AccountKind.UNAPPLIED], balances[AccountKind.CHARGEBACKS]) == (0, 0)
    assert (balances[AccountKind.CLEARING], balances[AccountKind.REVENUE]) == (0, 0)
    assert await audit() == []


@pytest.mark.usefixtures("database")
@pytest.mark.req("R-12", "R-15", "R-17")
async def test_what_comes_back_twice_is_our_loss_and_shown(own_outside: Outside) -> None:
    intent, owed = await surplus(own_outside)
    sent = await stripe.refund(
        key=str(owed.id), payment_intent=intent, amount=owed.amount, metadata=metadata_of(owed)
    )
    news = {"id": "du_1", "amount": 1030_00, "payment_intent": intent, "currency": "mxn", "reason": "fraudulent"}
    for status in ("needs_response", "lost"):
        await settle_chargeback(stripe.Dispute.of(news | {"status": status}))
    assert await settle_refund(sent) == f"GIVEN_TWICE {sent.id}"
    assert await settle_refund(sent) is None
    balances = await platform_balances()
    assert (balances[AccountKind.UNAPPLIED], balances[AccountKind.REVENUE]) == (0, -1030)
    assert balances[AccountKind.CLEARING] == 1030
    assert await audit() == []


async def apply_all(outside: Outside, intent: str, order: int) -> None:
    for said in (await outside.events(intent))[::order]:
        body = json.loads(said["body"])
        await inbox.receive("stripe", body["id"], body["type"], body)
    rows = await WebhookEvent.all().order_by("id")
    for row in rows[::order]:
        await apply_webhook(Event("webhook.received", {"webhook_event_id": str(row.id)}, row.received_at, ""))
