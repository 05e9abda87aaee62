"""The Monday: told once to each who spent, in batches, while everybody goes on buying."""

import asyncio
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from models.engine_tables import OutboxRow, Timer
from models.leads.purchase import purchase
from models.notices.tables import Notice
from models.people.tables import User
from models.wallet import new_week
from models.wallet.new_week import EVERYBODY, KIND, arm_new_week, tell_new_week
from models.wallet.set_budget import set_budget
from models.wallet.tables import WeeklyBudget
from tests import a
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")

MEXICO = ZoneInfo("America/Mexico_City")
WEDNESDAY = datetime(2026, 11, 18, 12, tzinfo=MEXICO)
MONDAY = datetime(2026, 11, 23, tzinfo=MEXICO)


async def due() -> datetime:
    timer = await Timer.get(kind=KIND)
    return timer.due_at


async def told(worker: User) -> list[str | None]:
    notices = await Notice.filter(user_id=worker.id, kind="budget.reset").order_by("seq")
    return [notice.facts["budget_limit"] for notice in notices]


async def spender(amount: int = 700) -> User:
    worker = await a.funded(await a.worker(), amount)
    await a.purchase(worker)
    return worker


@pytest.mark.req("BUD-02")
async def test_the_timer_is_armed_once_for_the_coming_monday() -> None:
    await stand_still_at(WEDNESDAY)
    await asyncio.gather(*(arm_new_week() for _ in range(5)))
    assert await due() == MONDAY


@pytest.mark.req("BUD-02", "BUD-03", "R-19")
async def test_each_who_spent_is_told_once_of_the_budget_that_begins() -> None:
    await stand_still_at(WEDNESDAY)
    one, planned, quiet = await spender(), await spender(), await a.worker()
    for _ in range(3):
        await a.purchase(planned)
    await set_budget(by=planned.id, budget_limit=Decimal(300))
    await stand_still_at(MONDAY)
    await asyncio.gather(*(tell_new_week(EVERYBODY, at=MONDAY) for _ in range(3)))
    await tell_new_week(EVERYBODY, at=MONDAY)
    assert (await told(one), await told(planned), await told(quiet)) == (["500.00"], ["300.00"], [])
    assert await OutboxRow.filter(event="budget.reset").count() == 2
    notice = await Notice.get(user_id=one.id, kind="budget.reset")
    assert notice.created_at == MONDAY
    assert notice.facts["week_resets_at"] == "2026-11-30T06:00:00.000Z"


@pytest.mark.req("BUD-02")
async def test_nobodys_row_is_reset_and_none_is_made() -> None:
    await stand_still_at(WEDNESDAY)
    worker = await spender()
    await stand_still_at(MONDAY)
    await tell_new_week(EVERYBODY, at=MONDAY)
    week = await WeeklyBudget.get(worker_id=worker.id)
    assert (week.spent_amount, week.week_start_date) == (100, WEDNESDAY.date() - timedelta(days=2))


@pytest.mark.req("BUD-03")
async def test_a_crowd_is_told_in_batches_a_second_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new_week, "BATCH", 2)
    await stand_still_at(WEDNESDAY)
    workers = [await spender() for _ in range(5)]
    await arm_new_week()
    await stand_still_at(MONDAY)
    reached = []
    while (at := await due()) < MONDAY + timedelta(hours=1):
        await tell_new_week(EVERYBODY, at=at)
        reached.append((at - MONDAY, await Notice.filter(kind="budget.reset").count()))
    second = timedelta(seconds=1)
    assert reached == [(0 * second, 2), (1 * second, 4), (2 * second, 5), (60 * second, 5)]
    assert await due() == MONDAY + timedelta(weeks=1)
    assert [await told(worker) for worker in workers] == [["500.00"]] * 5


@pytest.mark.req("BUD-02", "BUD-03")
async def test_a_purchase_of_the_last_instant_that_commits_late_is_told_a_minute_after() -> None:
    await stand_still_at(MONDAY - timedelta(milliseconds=1))
    await arm_new_week()
    await tell_new_week(EVERYBODY, at=MONDAY)
    late = await spender()
    assert await due() == MONDAY + timedelta(minutes=1)
    await tell_new_week(EVERYBODY, at=await due())
    assert await told(late) == ["500.00"]


@pytest.mark.req("BUD-02", "BUD-04")
async def test_the_monday_and_purchases_at_once_leave_both_weeks_right() -> None:
    await stand_still_at(WEDNESDAY)
    worker = await spender(1_000)
    leads = [await a.lead(worker) for _ in range(3)]
    await stand_still_at(MONDAY)
    await asyncio.gather(
        tell_new_week(EVERYBODY, at=MONDAY),
        *(purchase(lead.id, by=worker.id) for lead in leads),
        tell_new_week(EVERYBODY, at=MONDAY),
    )
    weeks = await WeeklyBudget.filter(worker_id=worker.id).order_by("week_start_date")
    assert [week.spent_amount for week in weeks] == [100, 300]
    assert len(await told(worker)) == 1


@pytest.mark.req("BUD-10", "BUD-03")
async def test_who_is_paused_or_gone_hears_nothing_not_even_later() -> None:
    await stand_still_at(WEDNESDAY)
    paused = await spender()
    await set_budget(by=paused.id, is_paused=True)
    await stand_still_at(MONDAY)
    await tell_new_week(EVERYBODY, at=MONDAY)
    await set_budget(by=paused.id, is_paused=False)
    await tell_new_week(EVERYBODY, at=MONDAY + timedelta(minutes=1))
    assert await told(paused) == []
