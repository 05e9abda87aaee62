import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from models.chat.tables import Conversation, Message, Participant, Side
from models.clock import business_now
from models.db import transaction
from models.engine_tables import OutboxRow, Timer
from models.errors import IdempotencyKeyReused, NotFound
from models.leads.buying import LeadAlreadyPurchased
from models.leads.purchase import Purchased, purchase
from models.leads.tables import LeadPurchase
from models.notices.tables import Notice
from models.people.tables import User
from models.wallet.accounts import balance_of, wallet_of
from models.wallet.budget import WeeklyBudgetReached
from models.wallet.ledger import InsufficientBalance
from models.wallet.tables import WalletTransaction, WalletTransactionType, WeeklyBudget
from models.workers.tables import WorkerProfile
from tests import a
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.req("LEAD-08", "LEAD-19", "WAL-13")
async def test_buying_takes_100_pesos_writes_them_down_and_opens_the_conversation() -> None:
    worker = await a.funded(await a.worker(), 450)
    lead = await a.lead(worker)
    bought = await purchase(lead.id, by=worker.id)
    assert bought.purchase.purchase_amount == 100
    assert await balance_of(worker.id) == 350
    written = await WalletTransaction.get(reference_id=bought.purchase.id)
    assert (written.transaction_type, written.amount) == (WalletTransactionType.LEAD_PURCHASE, -100)
    assert written.balance_after == 350
    assert written.created_at == bought.purchase.purchased_at
    sides = await Participant.filter(conversation_id=bought.conversation.id).values_list("user_id", "side")
    assert set(sides) == {(worker.id, Side.WORKER), (lead.client_id, Side.CLIENT)}
    [first] = await Message.filter(conversation_id=bought.conversation.id)
    assert first.seq == 1
    assert first.event is not None
    assert first.event["kind"] == "lead.purchased"


@pytest.mark.req("LEAD-19", "LEAD-20")
async def test_buying_tells_the_handyman_and_the_client() -> None:
    bought = await a.purchase()
    told = await Notice.filter(kind="lead.purchased").values_list("user_id", flat=True)
    assert set(told) == {bought.conversation.worker_id, bought.conversation.client_id}
    [event] = await OutboxRow.filter(event="lead.purchased")
    assert event.facts == {
        "purchase_id": str(bought.purchase.id),
        "lead_id": str(bought.purchase.lead_id),
        "conversation_id": str(bought.conversation.id),
        "client_id": str(bought.conversation.client_id),
        "worker_id": str(bought.conversation.worker_id),
        "amount": "100.00",
    }


@pytest.mark.req("REF-01", "C9")
async def test_buying_starts_the_48_hours_and_their_reminders() -> None:
    bought = (await a.purchase()).purchase
    due = dict(await Timer.filter(subject_id=bought.id).values_list("kind", "due_at"))
    assert bought.refund_eligible_until - bought.purchased_at == timedelta(hours=48)
    assert {kind: at - bought.purchased_at for kind, at in due.items()} == {
        "lead.nudge_1h": timedelta(hours=1),
        "lead.nudge_12h": timedelta(hours=12),
        "lead.refund_reminder": timedelta(hours=36),
        "lead.refund": timedelta(hours=48),
    }


@pytest.mark.req("LEAD-17")
async def test_fifty_simultaneous_taps_are_one_purchase() -> None:
    worker = await a.funded(await a.worker(), 10_000)
    lead = await a.lead(worker)
    outcomes = await asyncio.gather(*(purchase(lead.id, by=worker.id) for _ in range(50)), return_exceptions=True)
    [bought] = [outcome for outcome in outcomes if isinstance(outcome, Purchased)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, LeadAlreadyPurchased)]
    assert len(refused) == 49
    assert all(refusal.details["conversation_id"] == bought.conversation.id for refusal in refused)
    assert await balance_of(worker.id) == 9_900
    assert await Conversation.all().count() == 1


@pytest.mark.req("LEAD-17", "R-24")
async def test_fifty_taps_with_one_key_all_get_the_one_purchase() -> None:
    worker = await a.funded(await a.worker(), 10_000)
    lead = await a.lead(worker)
    outcomes = await asyncio.gather(*(purchase(lead.id, by=worker.id, key="tap") for _ in range(50)))
    assert len({outcome.purchase.id for outcome in outcomes}) == 1
    assert await balance_of(worker.id) == 9_900


@pytest.mark.req("R-24")
async def test_a_key_belongs_to_its_lead() -> None:
    worker = await a.funded(await a.worker())
    await purchase((await a.lead(worker)).id, by=worker.id, key="tap")
    with pytest.raises(IdempotencyKeyReused):
        await purchase((await a.lead(worker)).id, by=worker.id, key="tap")
    assert await balance_of(worker.id) == 400


@pytest.mark.req("LEAD-04")
async def test_six_handymen_who_buy_the_same_lead_at_once_are_six() -> None:
    workers = [await a.funded(await a.worker(), 100) for _ in range(6)]
    lead = await a.lead(*workers)
    bought = await asyncio.gather(*(purchase(lead.id, by=worker.id) for worker in workers))
    assert len({each.conversation.id for each in bought}) == 6
    assert sum([await balance_of(worker.id) for worker in workers]) == 0


@pytest.mark.req("WAL-11", "BUD-04")
async def test_twenty_leads_bought_at_once_stop_at_the_budget() -> None:
    worker = await a.funded(await a.worker(), 1_000)
    leads = [await a.lead(worker) for _ in range(20)]
    outcomes = await asyncio.gather(*(purchase(lead.id, by=worker.id) for lead in leads), return_exceptions=True)
    assert sum(isinstance(outcome, Purchased) for outcome in outcomes) == 5
    assert sum(isinstance(outcome, WeeklyBudgetReached) for outcome in outcomes) == 15
    assert await balance_of(worker.id) == 500


async def test_a_lead_that_was_sent_to_others_does_not_exist() -> None:
    worker = await a.funded(await a.worker())
    lead = await a.lead(await a.worker())
    with pytest.raises(NotFound):
        await purchase(lead.id, by=worker.id)


@pytest.mark.req("LEAD-14", "WAL-10", "R-07")
async def test_exactly_100_pesos_are_enough_and_a_centavo_less_is_not() -> None:
    rich, poor = await a.funded(await a.worker(), "100.00"), await a.funded(await a.worker(), "99.99")
    lead = await a.lead(rich, poor)
    await purchase(lead.id, by=rich.id)
    with pytest.raises(InsufficientBalance) as refused:
        await purchase(lead.id, by=poor.id)
    assert refused.value.details == {
        "balance": Decimal("99.99"),
        "required": Decimal(100),
        "minimum_deposit": Decimal(300),
    }
    assert await LeadPurchase.filter(worker_id=poor.id).count() == 0
    assert await balance_of(poor.id) == Decimal("99.99")


@pytest.mark.req("R-10")
async def test_a_purchase_spends_deposits_before_earnings() -> None:
    worker = await a.earning(await a.funded(await a.worker(), 30), 200)
    await purchase((await a.lead(worker)).id, by=worker.id)
    assert await origins(worker) == (0, 130)


async def origins(worker: User) -> tuple[Decimal | None, Decimal | None]:
    async with transaction():
        wallet = await wallet_of(worker.id)
    return wallet.deposits.balance, wallet.earnings.balance


@pytest.mark.req("LEAD-18", "TIM-03", "C10", "R-07")
async def test_in_the_free_week_a_lead_costs_nothing_and_counts_for_nothing() -> None:
    worker = await a.worker(free=True)
    for _ in range(7):
        bought = await a.purchase(worker)
        assert (bought.purchase.is_free, bought.purchase.purchase_amount) == (True, 0)
    assert await WeeklyBudget.filter(worker_id=worker.id).count() == 0
    assert await WalletTransaction.filter(worker_id=worker.id).count() == 0


@pytest.mark.req("LEAD-18", "R-07")
@pytest.mark.parametrize(("away", "is_free"), [(-1, True), (0, False), (1, False)])
async def test_the_free_week_ends_at_its_millisecond(away: int, is_free: bool) -> None:
    now = await business_now()
    worker = await a.funded(await a.worker(free=True))
    lead = await a.lead(worker)
    await WorkerProfile.filter(user_id=worker.id).update(free_until=now)
    await stand_still_at(now + timedelta(milliseconds=away))
    assert (await purchase(lead.id, by=worker.id)).purchase.is_free is is_free
