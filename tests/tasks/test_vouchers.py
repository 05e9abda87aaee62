"""Deposits whose money comes later, against the emulated Stripe: from the page to the wallet."""

import json
from datetime import timedelta

import pytest

from integrations import payments as stripe
from models import inbox
from models.audit import audit
from models.engine_tables import OutboxRow, WebhookEvent
from models.people.tables import User
from models.wallet.accounts import balance_of
from models.wallet.await_deposit import GRACE
from models.wallet.tables import Deposit, DepositStatus
from tasks.deposits import ask_about_deposit, fetch_voucher
from tasks.event import Event
from tasks.webhooks import apply_webhook
from tests import a
from tests.api import Api
from tests.moment import stand_still_at
from tests.outside import Outside


@pytest.fixture
async def worker(database: str) -> User:
    return await a.worker()


async def taken(outside: Outside, api: Api, worker: User, method: str) -> tuple[Deposit, str]:
    """A deposit whose payer has taken the voucher, of which nobody told us yet."""
    body = {"amount": "500", "method": method}
    answer = await api.post("/api/wallet/deposit", body, as_=worker, key="fill")
    assert (answer.status, answer.data["status"]) == (201, "created")
    assert (await api.post("/api/wallet/deposit", body, as_=worker, key="fill")).data == answer.data
    paid = await outside.pay_by(answer.data["checkout_url"], method)
    return await Deposit.get(id=answer.data["id"]), paid["payment_intent"]


async def hear(outside: Outside, deposit: Deposit, *, times: int = 1, order: int = 1) -> None:
    """All that Stripe says of this deposit comes through the inbox, and a worker reacts."""
    for said in await outside.events(str(deposit.id)):
        body = json.loads(said["body"])
        await inbox.receive("stripe", body["id"], body["type"], body)
    stored = await WebhookEvent.all().order_by("id")
    for row in (stored * times)[::order]:
        await apply_webhook(Event("webhook.received", {"webhook_event_id": str(row.id)}, row.received_at, ""))
    for event in await OutboxRow.filter(event="deposit.pending"):
        await fetch_voucher(Event(event.event, event.facts, event.occurred_at, ""))
    assert await WebhookEvent.filter(last_error__not_isnull=True).count() == 0


async def seen(api: Api, worker: User, deposit: Deposit) -> dict[str, str]:
    [shown] = (await api.get("/api/wallet/deposits", as_=worker)).data["items"]
    assert shown == (await api.get(f"/api/wallet/deposits/{deposit.id}", as_=worker)).data
    return dict(shown)


@pytest.mark.req("WAL-05", "WAL-06", "WAL-14", "R-11", "C19")
@pytest.mark.parametrize(("method", "told"), [("oxxo", {"number"}), ("spei", {"clabe", "bank_name", "reference"})])
async def test_from_the_page_to_the_wallet(
    outside: Outside, api: Api, worker: User, method: str, told: set[str]
) -> None:
    deposit, intent = await taken(outside, api, worker, method)
    await hear(outside, deposit)
    shown = await seen(api, worker, deposit)
    assert (shown["status"], set(shown["instructions"])) == ("pending", told)
    assert shown["expires_at"] > shown["created_at"]
    assert await balance_of(worker.id) == 0
    await outside.settle(intent)
    await hear(outside, deposit, times=2, order=-1)
    assert (await seen(api, worker, deposit))["status"] == "completed"
    assert await balance_of(worker.id) == 500
    assert await audit() == []


@pytest.mark.req("WAL-05", "R-11")
async def test_the_browser_that_comes_back_first_sees_its_voucher(
    outside: Outside, api: Api, worker: User
) -> None:
    deposit, intent = await taken(outside, api, worker, "oxxo")
    back = await api.post(f"/api/wallet/deposits/{deposit.id}/settle", as_=worker)
    assert (back.data["status"], set(back.data["instructions"])) == ("pending", {"number"})
    await outside.settle(intent)
    assert (await api.post(f"/api/wallet/deposits/{deposit.id}/settle", as_=worker)).data["status"] == "completed"
    await hear(outside, deposit)
    assert await balance_of(worker.id) == 500


@pytest.mark.req("WAL-05")
async def test_the_voucher_has_a_page_with_a_barcode_and_its_last_day(
    outside: Outside, api: Api, worker: User
) -> None:
    import httpx

    deposit, _ = await taken(outside, api, worker, "oxxo")
    back = await api.post(f"/api/wallet/deposits/{deposit.id}/settle", as_=worker)
    async with httpx.AsyncClient(verify=False, trust_env=False) as browser:
        page = (await browser.get(back.data["voucher_url"])).text
    assert back.data["instructions"]["number"] in page
    assert 'class="barcode"' in page
    assert "Paga a más tardar" in page


@pytest.mark.req("R-11", "C19")
@pytest.mark.parametrize("method", ["oxxo", "spei"])
async def test_a_payment_that_fails_harms_nobody(outside: Outside, api: Api, worker: User, method: str) -> None:
    deposit, intent = await taken(outside, api, worker, method)
    await outside.fail(intent)
    await hear(outside, deposit, times=2)
    assert (await Deposit.get(id=deposit.id)).status == DepositStatus.FAILED
    assert await balance_of(worker.id) == 0


@pytest.mark.req("R-17", "R-11")
@pytest.mark.parametrize("comes", [True, False])
async def test_what_nobody_told_us_is_asked_for_days_after_its_end(
    outside: Outside, api: Api, worker: User, *, comes: bool
) -> None:
    """A transfer that never comes is no longer awaited at Stripe either; one that came counts."""
    deposit, intent = await taken(outside, api, worker, "spei")
    await api.post(f"/api/wallet/deposits/{deposit.id}/settle", as_=worker)
    asking = Event("deposit.unsettled", {"deposit_id": str(deposit.id)}, deposit.created_at, "")
    await ask_about_deposit(asking)
    deposit = await Deposit.get(id=deposit.id)
    assert deposit.status == DepositStatus.PENDING
    if comes:
        await outside.settle(intent)
    assert deposit.expires_at
    await stand_still_at(deposit.expires_at + GRACE + timedelta(seconds=1))
    for _ in range(2):
        await ask_about_deposit(asking)
    assert (await Deposit.get(id=deposit.id)).status == (
        DepositStatus.COMPLETED if comes else DepositStatus.EXPIRED
    )
    assert (await stripe.get_payment_intent(intent)).status == ("succeeded" if comes else "canceled")
    assert await balance_of(worker.id) == (500 if comes else 0)
