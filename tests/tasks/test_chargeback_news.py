"""What Stripe tells of a chargeback, through our inbox, in both orders and twice."""

import json

import pytest

from integrations import payments as stripe
from models import inbox
from models.audit import audit
from models.engine_tables import WebhookEvent
from models.payments.pay import pay
from models.payments.tables import Chargeback, ChargebackStatus, EscrowStatus
from models.wallet.accounts import balance_of
from tasks.event import Event
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


async def apply_all(outside: Outside, intent: str, order: int) -> None:
    for said in (await outside.events(intent))[::order]:
        body = json.loads(said["body"])
        await inbox.receive("stripe", body["id"], body["type"], body)
    rows = await WebhookEvent.all().order_by("id")
    for row in rows[::order]:
        await apply_webhook(Event("webhook.received", {"webhook_event_id": str(row.id)}, row.received_at, ""))
