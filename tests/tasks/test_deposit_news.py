import json
from datetime import timedelta

import pytest

from integrations import payments as stripe
from models import inbox
from models.audit import audit
from models.engine_tables import OutboxRow, WebhookEvent
from models.people.tables import User
from models.wallet.accounts import balance_of
from models.wallet.check_deposit import check_deposit
from models.wallet.tables import Deposit, DepositStatus
from tasks.deposits import ask_about_deposit
from tasks.event import Event
from tasks.webhooks import apply_webhook
from tests import a
from tests.api import Api
from tests.outside import Outside


@pytest.fixture
async def worker(database: str) -> User:
    return await a.worker()


async def begun(api: Api, worker: User) -> Deposit:
    answer = await api.post("/api/wallet/deposit", {"amount": "500", "method": "card"}, as_=worker)
    return await Deposit.get(id=answer.data["id"])


async def told(outside: Outside, deposit: Deposit) -> list[Event]:
    """What Stripe says of this deposit, as our inbox stores it: oldest first."""
    for said in await outside.events(str(deposit.id)):
        body = json.loads(said["body"])
        await inbox.receive("stripe", body["id"], body["type"], body)
    stored = await WebhookEvent.all().order_by("id")
    return [Event("webhook.received", {"webhook_event_id": str(row.id)}, row.received_at, "") for row in stored]


@pytest.mark.req("WAL-04", "ESC-22", "R-11")
@pytest.mark.parametrize("order", [1, -1])
async def test_webhooks_in_any_order_and_twice_fill_the_wallet_once(
    outside: Outside, api: Api, worker: User, order: int
) -> None:
    deposit = await begun(api, worker)
    await outside.pay(deposit.checkout_url or "")
    events = await told(outside, deposit)
    assert len(events) >= 2
    for event in (events * 2)[::order]:
        await apply_webhook(event)
    await api.post(f"/api/wallet/deposits/{deposit.id}/settle", as_=worker)
    assert await balance_of(worker.id) == 500
    assert await WebhookEvent.filter(last_error__not_isnull=True).count() == 0
    assert await audit() == []


@pytest.mark.req("R-17")
async def test_a_deposit_that_nobody_told_us_of_is_asked_about_a_day_later(
    outside: Outside, api: Api, worker: User
) -> None:
    paid, unpaid = await begun(api, worker), await begun(api, worker)
    await outside.pay(paid.checkout_url or "")
    for deposit in (paid, unpaid):
        await check_deposit(deposit.id, at=deposit.created_at + timedelta(hours=25))
    for row in await OutboxRow.filter(event="deposit.unsettled"):
        await ask_about_deposit(Event(row.event, row.facts, row.occurred_at, str(row.id)))
    assert (await Deposit.get(id=paid.id)).status == DepositStatus.COMPLETED
    assert (await Deposit.get(id=unpaid.id)).status == DepositStatus.EXPIRED
    assert await balance_of(worker.id) == 500
    closed = await stripe.get_checkout(unpaid.stripe_session_id or "")
    assert closed.status == "expired"


@pytest.mark.req("R-17")
async def test_a_deposit_whose_session_was_never_made_is_given_up(
    outside: Outside, api: Api, worker: User
) -> None:
    await outside.break_down("stripe", times=3)
    await api.post("/api/wallet/deposit", {"amount": "500", "method": "card"}, as_=worker)
    deposit = await Deposit.get(worker_id=worker.id)
    await ask_about_deposit(Event("deposit.unsettled", {"deposit_id": str(deposit.id)}, deposit.created_at, ""))
    assert (await Deposit.get(id=deposit.id)).status == DepositStatus.EXPIRED
