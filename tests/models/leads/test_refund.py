import asyncio
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from models.chat.tables import Message
from models.clock import week_of
from models.db import hold_one, transaction
from models.engine_tables import OutboxRow, Timer
from models.leads.refund import (
    Outcome,
    client_unresponsive_count,
    hold_purchases,
    refund_abandoned,
    refund_due,
)
from models.leads.tables import Lead, LeadPurchase, PurchaseStatus
from models.notices.tables import Notice
from models.wallet.accounts import balance_of, wallet_of
from models.wallet.tables import Entry, Transfer, WalletTransaction, WalletTransactionType, WeeklyBudget
from tests import a
from tests.build_leads import answered, bought_and_written, due
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.req("REF-02", "REF-07", "REF-08", "REF-10", "C11")
async def test_48_hours_of_silence_give_the_price_back_by_themselves() -> None:
    worker = await a.funded(await a.worker(), 500)
    bought = await bought_and_written(worker)
    await refund_due(bought.purchase.id, at=due(bought))
    row = await LeadPurchase.get(id=bought.purchase.id)
    assert (row.status, row.outcome, row.refunded_at) == (PurchaseStatus.REFUNDED, "unresponsive", due(bought))
    assert await balance_of(worker.id) == 500
    written = await WalletTransaction.get(transaction_type=WalletTransactionType.REFUND)
    assert (written.amount, written.balance_after) == (100, 500)
    assert (written.description, written.created_at) == ("refund.unresponsive_client", due(bought))
    assert (await Lead.get(id=row.lead_id)).status == "active"
    assert await client_unresponsive_count(bought.conversation.client_id) == 1
    assert not await Timer.filter(subject_id=row.id).exists()


@pytest.mark.req("REF-08", "REF-11")
async def test_a_refund_is_said_in_the_conversation_by_notice_and_by_mail() -> None:
    bought = await bought_and_written()
    await refund_due(bought.purchase.id, at=due(bought))
    last = await Message.filter(conversation_id=bought.conversation.id).order_by("-seq").first()
    assert last is not None
    assert last.event is not None
    assert last.event["kind"] == "lead.refunded"
    assert last.created_at == due(bought)
    assert await Notice.exists(user_id=bought.purchase.worker_id, kind="lead.refunded")
    [event] = await OutboxRow.filter(event="lead.refunded")
    assert event.facts["amount"] == "100.00"
    assert event.occurred_at == due(bought)


@pytest.mark.req("REF-01", "R-19")
async def test_a_refund_too_early_does_nothing_and_twice_is_once() -> None:
    bought = await bought_and_written()
    await refund_due(bought.purchase.id, at=due(bought) - timedelta(milliseconds=1))
    assert (await LeadPurchase.get(id=bought.purchase.id)).status == PurchaseStatus.PURCHASED
    await asyncio.gather(*(refund_due(bought.purchase.id, at=due(bought)) for _ in range(5)))
    assert await WalletTransaction.filter(transaction_type=WalletTransactionType.REFUND).count() == 1


@pytest.mark.req("REF-03", "REF-04")
async def test_an_answered_lead_is_never_refunded() -> None:
    bought = await bought_and_written()
    assert await answered(bought)
    await refund_due(bought.purchase.id, at=due(bought))
    async with transaction():
        [held] = await hold_purchases(bought.purchase.id)
        assert not await refund_abandoned(held, Outcome.CANCELLED)
    assert (await LeadPurchase.get(id=bought.purchase.id)).status == PurchaseStatus.PURCHASED
    assert await WalletTransaction.filter(transaction_type=WalletTransactionType.REFUND).count() == 0


@pytest.mark.req("R-04", "REF-07")
@pytest.mark.parametrize(("away", "is_answered"), [(-1, True), (0, False), (1, False)])
async def test_the_refund_wins_at_its_instant_however_late_its_timer(away: int, is_answered: bool) -> None:
    bought = await bought_and_written()
    await stand_still_at(due(bought) + timedelta(milliseconds=away))
    assert await answered(bought) is is_answered
    await refund_due(bought.purchase.id, at=due(bought))
    row = await LeadPurchase.get(id=bought.purchase.id)
    assert row.client_responded is is_answered
    assert row.status == (PurchaseStatus.PURCHASED if is_answered else PurchaseStatus.REFUNDED)


@pytest.mark.req("R-04")
async def test_of_many_messages_at_once_one_is_the_answer() -> None:
    bought = await bought_and_written()
    assert sum(await asyncio.gather(*(answered(bought) for _ in range(5)))) == 1


@pytest.mark.req("R-04")
async def test_the_answer_and_the_refund_at_the_same_instant_are_one_refund() -> None:
    bought = await bought_and_written()
    await stand_still_at(due(bought))
    outcomes = await asyncio.gather(
        *(answered(bought) for _ in range(3)), refund_due(bought.purchase.id, at=due(bought))
    )
    assert not any(outcomes)
    assert await WalletTransaction.filter(transaction_type=WalletTransactionType.REFUND).count() == 1


@pytest.mark.req("C9")
async def test_a_handyman_who_never_wrote_gets_nothing_back() -> None:
    bought = await a.purchase()
    await refund_due(bought.purchase.id, at=due(bought))
    row = await LeadPurchase.get(id=bought.purchase.id)
    assert (row.status, row.outcome) == (PurchaseStatus.PURCHASED, None)
    await stand_still_at(due(bought) + timedelta(hours=1))
    assert await answered(bought)


@pytest.mark.req("C9")
async def test_words_at_the_last_instant_are_too_late_for_a_refund() -> None:
    bought = await a.purchase()
    await stand_still_at(due(bought))
    await a.words_of_worker(bought)
    await refund_due(bought.purchase.id, at=due(bought))
    assert (await LeadPurchase.get(id=bought.purchase.id)).status == PurchaseStatus.PURCHASED


@pytest.mark.req("R-05", "C9")
@pytest.mark.parametrize("outcome", [Outcome.CANCELLED, Outcome.DELETED])
async def test_a_silent_client_who_goes_away_gives_the_price_back_at_once(outcome: Outcome) -> None:
    bought = await a.purchase()
    async with transaction():
        [held] = await hold_purchases(bought.purchase.id)
        assert await refund_abandoned(held, outcome)
        assert not await refund_abandoned(held, outcome)
    assert (await LeadPurchase.get(id=bought.purchase.id)).outcome == outcome
    assert await balance_of(bought.purchase.worker_id) == 500


@pytest.mark.req("C10")
async def test_a_free_lead_is_refunded_without_moving_a_peso() -> None:
    bought = await bought_and_written(await a.worker(free=True))
    await refund_due(bought.purchase.id, at=due(bought))
    assert (await LeadPurchase.get(id=bought.purchase.id)).status == PurchaseStatus.REFUNDED
    assert await Transfer.all().count() == 0


@pytest.mark.req("R-10", "R-09")
async def test_each_peso_goes_back_to_where_it_came_from() -> None:
    worker = await a.earning(await a.funded(await a.worker(), 30), 200)
    bought = await bought_and_written(worker)
    await a.funded(worker, 50)
    await refund_due(bought.purchase.id, at=due(bought))
    async with transaction():
        wallet = await wallet_of(worker.id)
    assert (wallet.deposits.balance, wallet.earnings.balance) == (80, 200)
    refund = await Transfer.get(cause=f"lead_refund:{bought.purchase.id}:1")
    amounts = await Entry.filter(transfer_id=refund.id).values_list("amount", flat=True)
    assert sorted(amounts) == [Decimal(-100), Decimal(30), Decimal(70)]


@pytest.mark.req("C15", "BUD-04", "BUD-09")
async def test_a_refund_across_monday_frees_the_week_that_the_lead_was_bought_in() -> None:
    saturday = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("America/Mexico_City"))
    await stand_still_at(saturday)
    worker = await a.funded(await a.worker(), 1_000)
    bought = await bought_and_written(worker)
    await stand_still_at(saturday + timedelta(days=2))
    await a.purchase(worker)
    await refund_due(bought.purchase.id, at=due(bought))
    spent = dict(await WeeklyBudget.filter(worker_id=worker.id).values_list("week_start_date", "spent_amount"))
    assert spent == {week_of(saturday): 0, week_of(saturday + timedelta(days=2)): 100}
    assert await balance_of(worker.id) == 900


async def test_holding_a_purchase_twice_in_a_verb_is_no_matter() -> None:
    bought = await a.purchase()
    async with transaction():
        await hold_one(LeadPurchase, bought.purchase.id)
        await hold_purchases(bought.purchase.id)
