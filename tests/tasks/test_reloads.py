"""Saved cards and reloads against the emulated Stripe, from a deposit that saves its card on."""

import asyncio
import json
from datetime import timedelta

import pytest

from integrations import payments as stripe
from models import inbox
from models.audit import audit
from models.engine_tables import OutboxRow, Timer, WebhookEvent
from models.notices.tables import Notice
from models.people.tables import User
from models.wallet.accounts import balance_of
from models.wallet.check_deposit import check_deposit
from models.wallet.tables import AutoReload, Deposit, DepositStatus, SavedCard
from tasks.deposits import ask_about_deposit, charge_reload, forget_card, keep_card
from tasks.event import Event
from tasks.webhooks import apply_webhook
from tests import a
from tests.api import Api
from tests.build_reloads import reloads
from tests.outside import Outside

GOOD, REFUSED_LATER, ASKS_LATER = "4242424242424242", "4000000000000341", "4000002760003184"


@pytest.fixture
async def worker(database: str) -> User:
    return await a.worker()


async def orders(name: str) -> list[Event]:
    rows = await OutboxRow.filter(event=name, reaction=None).order_by("id")
    return [Event(row.event, row.facts, row.occurred_at, "") for row in rows]


async def save(outside: Outside, api: Api, worker: User, number: str = GOOD) -> SavedCard:
    """Pay 300 pesos in with a card and have it kept."""
    body = {"amount": "300", "method": "card", "save_card": True}
    begun = await api.post("/api/wallet/deposit", body, as_=worker)
    await outside.pay(begun.data["checkout_url"], number, confirmed=True)
    await api.post(f"/api/wallet/deposits/{begun.data['id']}/settle", as_=worker)
    for _ in range(2):
        await keep_card((await orders("card.paid_with"))[-1])
    return await SavedCard.filter(worker_id=worker.id, removed_at=None).order_by("-created_at").get()


async def falls(api: Api, worker: User) -> Event:
    """Below the line, with the switch on; the order to charge."""
    answer = await api.patch("/api/wallet/auto-reload", {"enabled": True}, as_=worker)
    assert answer.status == 200
    while await balance_of(worker.id) >= 200:
        await a.purchase(worker)
    return (await orders("auto_reload.intended"))[-1]


async def hear(outside: Outside, deposit: Deposit, order: int = 1) -> None:
    for said in await outside.events(str(deposit.id)):
        body = json.loads(said["body"])
        await inbox.receive("stripe", body["id"], body["type"], body)
    for row in (await WebhookEvent.all().order_by("id"))[::order] * 2:
        await apply_webhook(Event("webhook.received", {"webhook_event_id": str(row.id)}, row.received_at, ""))


async def intents(deposit: Deposit) -> int:
    """How many payments of this deposit Stripe knows."""
    card = await SavedCard.get(id=deposit.card_id)
    found = await stripe.find_payment_intent(
        card.stripe_customer_id, {"deposit_id": str(deposit.id)}, since=deposit.created_at - timedelta(days=1)
    )
    return int(found is not None)


@pytest.mark.req("WAL-04", "WAL-08", "R-17")
async def test_a_fall_is_charged_once_however_often_it_is_ordered_and_told(
    outside: Outside, api: Api, worker: User
) -> None:
    card = await save(outside, api, worker)
    assert (card.brand, card.last4, card.exp_year) == ("visa", "4242", 2034)
    order = await falls(api, worker)
    await asyncio.gather(charge_reload(order), charge_reload(order), return_exceptions=True)
    await charge_reload(order)
    [reload] = await reloads(worker)
    await hear(outside, reload, order=-1)
    assert (await Deposit.get(id=reload.id)).status == DepositStatus.COMPLETED
    assert await balance_of(worker.id) == 100 + 500
    charges = [e for e in await outside.events(str(reload.id)) if e["type"] == "payment_intent.succeeded"]
    assert len(charges) == 1
    assert await audit() == []


@pytest.mark.req("WAL-08", "R-17")
async def test_an_answer_that_was_lost_is_not_charged_again(outside: Outside, api: Api, worker: User) -> None:
    await save(outside, api, worker)
    order = await falls(api, worker)
    await outside.break_down("stripe", lost=True)
    with pytest.raises(stripe.UnavailableError):
        await charge_reload(order)
    [reload] = await reloads(worker)
    assert reload.status == DepositStatus.CREATED
    await charge_reload(order)
    assert await balance_of(worker.id) == 600
    charges = [e for e in await outside.events(str(reload.id)) if e["type"] == "payment_intent.succeeded"]
    assert len(charges) == 1


@pytest.mark.req("WAL-08", "R-17")
async def test_a_day_later_the_charge_is_looked_for_before_it_is_made_again(
    outside: Outside, api: Api, worker: User
) -> None:
    await save(outside, api, worker)
    order = await falls(api, worker)
    await outside.break_down("stripe", lost=True)
    with pytest.raises(stripe.UnavailableError):
        await charge_reload(order)
    await outside.forget_keys()
    [reload] = await reloads(worker)
    await Deposit.filter(id=reload.id).update(created_at=reload.created_at - timedelta(hours=21))
    await charge_reload(order)
    charges = [e for e in await outside.events(str(reload.id)) if e["type"] == "payment_intent.succeeded"]
    assert (len(charges), await balance_of(worker.id)) == (1, 600)


@pytest.mark.req("WAL-08", "R-17")
async def test_as_long_as_stripe_is_away_it_is_asked_every_hour(outside: Outside, api: Api, worker: User) -> None:
    await save(outside, api, worker)
    order = await falls(api, worker)
    await outside.break_down("stripe", times=1)
    with pytest.raises(stripe.UnavailableError):
        await charge_reload(order)
    [reload] = await reloads(worker)
    check = await Timer.get(kind="deposit.check", subject_id=reload.id)
    await check_deposit(reload.id, at=check.due_at)
    await ask_about_deposit((await orders("deposit.unsettled"))[-1])
    assert await balance_of(worker.id) == 600


@pytest.mark.req("WAL-08")
@pytest.mark.parametrize("first", ["answer", "webhook"])
async def test_a_declined_reload_is_told_once_whoever_tells_it(
    outside: Outside, api: Api, worker: User, first: str
) -> None:
    await save(outside, api, worker, REFUSED_LATER)
    order = await falls(api, worker)
    if first == "webhook":
        [reload] = await reloads(worker)
        card = await SavedCard.get(id=reload.card_id)
        with pytest.raises(stripe.CardDeclinedError):
            await stripe.charge_saved_card(
                key=str(reload.id),
                amount=reload.amount,
                customer_id=card.stripe_customer_id,
                payment_method_id=card.stripe_payment_method_id,
                metadata={"deposit_id": str(reload.id), "worker_id": str(worker.id)},
            )
        await hear(outside, reload)
    await charge_reload(order)
    [reload] = await reloads(worker)
    await hear(outside, reload)
    assert (reload.status, reload.failure) == (DepositStatus.FAILED, "generic_decline")
    assert (await AutoReload.get(worker_id=worker.id)).failures == 1
    assert await Notice.filter(user_id=worker.id, kind="auto_reload.declined").count() == 1
    assert await balance_of(worker.id) == 100


@pytest.mark.req("WAL-08")
async def test_a_bank_that_wants_its_holder_is_told(outside: Outside, api: Api, worker: User) -> None:
    await save(outside, api, worker, ASKS_LATER)
    await charge_reload(await falls(api, worker))
    assert await Notice.filter(user_id=worker.id, kind="auto_reload.confirmation_needed").count() == 1
    [reload] = await reloads(worker)
    assert reload.failure == "authentication_required"


@pytest.mark.req("WAL-08")
async def test_a_reload_that_is_no_longer_wanted_is_not_charged(outside: Outside, api: Api, worker: User) -> None:
    await save(outside, api, worker)
    order = await falls(api, worker)
    await a.funded(worker, 300)
    await charge_reload(order)
    [reload] = await reloads(worker)
    assert (reload.status, await intents(reload)) == (DepositStatus.EXPIRED, 0)
    assert await balance_of(worker.id) == 400
    assert not await Notice.filter(user_id=worker.id, kind="deposit.failed").exists()


@pytest.mark.req("WAL-08", "R-17")
async def test_one_that_was_charged_before_it_was_unwanted_counts(
    outside: Outside, api: Api, worker: User
) -> None:
    await save(outside, api, worker)
    order = await falls(api, worker)
    await outside.break_down("stripe", lost=True)
    with pytest.raises(stripe.UnavailableError):
        await charge_reload(order)
    await api.patch("/api/wallet/auto-reload", {"enabled": False}, as_=worker)
    await charge_reload(order)
    assert await balance_of(worker.id) == 600


@pytest.mark.req("WAL-04")
async def test_the_same_card_saved_again_is_one_card_and_another_is_another(
    outside: Outside, api: Api, worker: User
) -> None:
    first = await save(outside, api, worker)
    again = await save(outside, api, worker)
    assert again.id == first.id
    [order] = await orders("card.unwanted")
    assert order.facts == {"stripe_payment_method_id": first.stripe_payment_method_id}
    for _ in range(2):
        await forget_card(order)
    assert await stripe.saved_cards(first.stripe_customer_id) == []
    [kept] = await stripe.saved_cards(again.stripe_customer_id)
    assert kept.id == again.stripe_payment_method_id


@pytest.mark.req("WAL-04")
async def test_a_card_is_kept_only_when_asked(outside: Outside, api: Api, worker: User) -> None:
    begun = await api.post("/api/wallet/deposit", {"amount": "300", "method": "card"}, as_=worker)
    await outside.pay(begun.data["checkout_url"])
    await api.post(f"/api/wallet/deposits/{begun.data['id']}/settle", as_=worker)
    assert await orders("card.paid_with") == []
    assert (await api.get("/api/wallet/cards", as_=worker)).data["items"] == []
