"""Who buys, who answers and who gets his money back, when two of them meet."""

import asyncio
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from models.audit import audit
from models.chat.tables import Conversation
from models.leads.buying import LeadAlreadyPurchased
from models.leads.purchase import Purchased, purchase
from models.leads.refund import refund_due
from models.leads.tables import LeadPurchase, PurchaseStatus
from models.notices.tables import Notice
from models.payouts.request import EarningsTooLow
from models.people.tables import User
from models.wallet.accounts import balance_of
from models.wallet.budget import WeeklyBudgetReached
from models.wallet.ledger import InsufficientBalance
from models.wallet.new_week import EVERYBODY, tell_new_week
from models.wallet.set_budget import set_budget
from models.wallet.tables import WeeklyBudget
from tests import a, build_payouts
from tests.build_chat import says
from tests.models.races.two import TIMES, at_once, one_then_other, won
from tests.moment import stand_still_at

MEXICO = ZoneInfo("America/Mexico_City")
MONDAY = datetime(2026, 11, 23, tzinfo=MEXICO)
AN_INSTANT = timedelta(milliseconds=1)


@pytest.mark.req("LEAD-17", "WAL-11", "R-07")
async def test_of_two_taps_on_buy_one_buys(database: str) -> None:
    worker = await a.funded(await a.worker(), 100 * TIMES)
    await set_budget(by=worker.id, budget_limit=Decimal(100 * TIMES))
    for _ in range(TIMES):
        tap = partial(purchase, (await a.lead(worker)).id, by=worker.id)
        outcomes = await at_once(tap, tap)
        assert sorted(won(outcomes)) == [False, True]
        assert any(isinstance(each, LeadAlreadyPurchased) for each in outcomes)
    assert await balance_of(worker.id) == 0
    assert await audit() == []


@pytest.mark.req("LEAD-17", "R-24")
async def test_the_tap_that_waited_hears_which_conversation_it_is(database: str) -> None:
    worker = await a.funded(await a.worker(), 300)
    tap = partial(purchase, (await a.lead(worker)).id, by=worker.id)
    bought, refused = await one_then_other(database, "users", worker.id, tap, tap)
    assert isinstance(refused, LeadAlreadyPurchased)
    assert refused.details["conversation_id"] == bought.conversation.id
    keyed = partial(purchase, (await a.lead(worker)).id, by=worker.id, key="tap")
    one, other = await at_once(keyed, keyed)
    assert one.purchase.id == other.purchase.id
    assert await balance_of(worker.id) == 100


async def full_week(worker: User) -> None:
    """All of Sunday's budget is spent."""
    await stand_still_at(MONDAY - AN_INSTANT)
    await set_budget(by=worker.id, budget_limit=Decimal(300))
    for _ in range(3):
        await a.purchase(worker)


@pytest.mark.req("BUD-02", "BUD-04", "R-07", "R-18")
async def test_a_purchase_that_waited_past_midnight_is_mondays(database: str) -> None:
    worker = await a.funded(await a.worker(), 400)
    await full_week(worker)
    buy = partial(purchase, (await a.lead(worker)).id, by=worker.id)
    midnight = partial(stand_still_at, MONDAY)
    assert won(await one_then_other(database, "users", worker.id, buy, between=midnight)) == [True]
    await tell_new_week(EVERYBODY, at=MONDAY)
    weeks = await WeeklyBudget.filter(worker_id=worker.id).order_by("week_start_date")
    assert [week.spent_amount for week in weeks] == [300, 100]


@pytest.mark.req("BUD-02", "BUD-04", "R-07")
async def test_a_purchase_before_midnight_is_still_sundays_however_late_it_commits(database: str) -> None:
    worker = await a.funded(await a.worker(), 400)
    await full_week(worker)
    buy = partial(purchase, (await a.lead(worker)).id, by=worker.id)
    [outcome] = await one_then_other(database, "users", worker.id, buy)
    assert isinstance(outcome, WeeklyBudgetReached)


@pytest.mark.req("BUD-02", "BUD-03", "BUD-04")
async def test_purchases_against_the_monday_are_in_one_week_each_and_it_is_told_once(database: str) -> None:
    workers = [await a.funded(await a.worker(), 300) for _ in range(TIMES)]
    await stand_still_at(MONDAY - AN_INSTANT)
    for worker in workers:
        await a.purchase(worker)
    leads = [(worker, await a.lead(worker)) for worker in workers for _ in range(2)]
    buying = [partial(purchase, lead.id, by=worker.id) for worker, lead in leads]
    monday = partial(tell_new_week, EVERYBODY, at=MONDAY)
    midnight = partial(stand_still_at, MONDAY)
    half = len(buying) // 2
    outcomes = await at_once(*buying[:half], midnight, *buying[half:])
    outcomes += await at_once(monday, monday, monday)
    assert all(won(outcomes))
    await tell_new_week(EVERYBODY, at=MONDAY + timedelta(minutes=1))
    for worker in workers:
        weeks = await WeeklyBudget.filter(worker_id=worker.id)
        assert sum(week.spent_amount for week in weeks) == 300
        assert await Notice.filter(user_id=worker.id, kind="budget.reset").count() == 1
    assert await audit() == []


async def silent() -> Purchased:
    """Bought, and the handyman has written; it is a moment before the 48 hours are over."""
    bought = await a.purchase()
    await a.words_of_worker(bought)
    await stand_still_at(bought.purchase.refund_eligible_until - AN_INSTANT)
    return bought


def reply(bought: Purchased) -> "partial[object]":
    return partial(says, bought.conversation.client_id, bought.conversation, "Sí, pase mañana")


def refund(bought: Purchased) -> "partial[object]":
    return partial(refund_due, bought.purchase.id, at=bought.purchase.refund_eligible_until)


async def outcome_of(bought: Purchased) -> tuple[bool, bool]:
    """Whether the price came back, and whether the contact is open: always one of both."""
    row = await LeadPurchase.get(id=bought.purchase.id)
    is_refunded = row.status is PurchaseStatus.REFUNDED
    is_open = (await Conversation.get(id=bought.conversation.id)).contact is not None
    assert is_refunded != is_open
    assert await balance_of(bought.purchase.worker_id) == (500 if is_refunded else 400)
    return is_refunded, is_open


@pytest.mark.req("R-04", "REF-03", "REF-05")
@pytest.mark.parametrize("is_reply_first", [True, False])
async def test_the_reply_and_the_refund_in_either_order_are_one_of_both(
    database: str, *, is_reply_first: bool
) -> None:
    bought = await silent()
    deeds = [reply(bought), refund(bought)]
    await one_then_other(
        database, "lead_purchases", bought.purchase.id, *(deeds if is_reply_first else deeds[::-1])
    )
    assert await outcome_of(bought) == (not is_reply_first, is_reply_first)
    assert await audit() == []


@pytest.mark.req("R-04", "R-18")
async def test_a_reply_that_waited_past_the_instant_came_too_late(database: str) -> None:
    bought = await silent()
    over = partial(stand_still_at, bought.purchase.refund_eligible_until)
    await one_then_other(database, "lead_purchases", bought.purchase.id, reply(bought), between=over)
    assert await outcome_of(bought) == (True, False)


@pytest.mark.req("R-04", "REF-03")
async def test_the_reply_and_the_refund_at_once_are_one_of_both(database: str) -> None:
    for turn in range(TIMES):
        bought = await silent()
        assert all(won(await at_once(reply(bought), refund(bought), turn=turn)))
        await outcome_of(bought)
    assert await audit() == []


@pytest.mark.req("WAL-11", "R-10")
@pytest.mark.parametrize("is_withdrawal_first", [True, False])
async def test_of_a_withdrawal_and_a_purchase_the_first_takes_the_money(
    database: str, *, is_withdrawal_first: bool
) -> None:
    worker = await build_payouts.earner(150)
    withdraw = partial(build_payouts.withdrawal, worker, 150)
    buy = partial(purchase, (await a.lead(worker)).id, by=worker.id)
    deeds = (withdraw, buy) if is_withdrawal_first else (buy, withdraw)
    _, refused = await one_then_other(database, "users", worker.id, *deeds)
    assert isinstance(refused, InsufficientBalance if is_withdrawal_first else EarningsTooLow)
    assert await balance_of(worker.id) == (0 if is_withdrawal_first else 50)
    assert await audit() == []


@pytest.mark.req("WAL-11", "R-10")
async def test_withdrawals_and_purchases_at_once_spend_each_peso_once(database: str) -> None:
    workers = [await build_payouts.earner(150) for _ in range(TIMES)]
    buying = [partial(purchase, (await a.lead(worker)).id, by=worker.id) for worker in workers]
    withdrawing = [partial(build_payouts.withdrawal, worker, 150) for worker in workers]
    both = enumerate(zip(withdrawing, buying, strict=True))
    for outcomes in await asyncio.gather(*(at_once(*deeds, turn=turn) for turn, deeds in both)):
        assert sorted(won(outcomes)) == [False, True]
    assert {await balance_of(worker.id) for worker in workers} <= {Decimal(0), Decimal(50)}
    assert await audit() == []
