from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from models.clock import week_ends_at, week_of
from models.errors import IdempotencyKeyReused
from models.people.tables import User
from models.wallet.access import balance_for
from models.wallet.budget import DEFAULT_LIMIT, WeeklyBudgetReached
from models.wallet.set_budget import BudgetTooLow, set_budget
from models.wallet.tables import WeeklyBudget
from models.workers.tables import WorkerProfile
from tests import a
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")

MEXICO = ZoneInfo("America/Mexico_City")
WEDNESDAY = datetime(2026, 11, 18, 12, tzinfo=MEXICO)
MONDAY = datetime(2026, 11, 23, tzinfo=MEXICO)


async def spending(worker: User) -> tuple[str, str, str | None]:
    seen = await balance_for(worker.id)
    return seen["budget_spent"], seen["budget_limit"], seen["next_budget_limit"]


@pytest.mark.req("BUD-04", "C13", "LEAD-15")
async def test_five_leads_fit_into_500_and_the_sixth_waits_for_monday() -> None:
    await stand_still_at(WEDNESDAY)
    worker = await a.funded(await a.worker(), 1_000)
    for _ in range(5):
        await a.purchase(worker)
    with pytest.raises(WeeklyBudgetReached) as refused:
        await a.purchase(worker)
    assert refused.value.details == {
        "budget_limit": DEFAULT_LIMIT,
        "budget_spent": Decimal(500),
        "required": Decimal(100),
        "week_resets_at": MONDAY,
    }


@pytest.mark.req("R-07", "BUD-02", "BUD-04")
@pytest.mark.parametrize(("away", "is_new_week"), [(-1, False), (0, True), (1, True)])
async def test_the_week_begins_at_mexico_citys_midnight(away: int, is_new_week: bool) -> None:
    await stand_still_at(WEDNESDAY)
    worker = await a.funded(await a.worker(), 1_000)
    for _ in range(5):
        await a.purchase(worker)
    await stand_still_at(MONDAY + timedelta(milliseconds=away))
    if not is_new_week:
        with pytest.raises(WeeklyBudgetReached):
            await a.purchase(worker)
    else:
        bought = await a.purchase(worker)
        assert bought.purchase.week_start_date == MONDAY.date()
        assert await spending(worker) == ("100.00", "500.00", None)


@pytest.mark.req("R-07")
def test_a_week_is_mexico_citys_and_not_greenwichs() -> None:
    assert week_of(datetime(2026, 11, 23, 5, 59, 59, tzinfo=UTC)) == datetime(2026, 11, 16).date()  # noqa: DTZ001
    assert week_of(datetime(2026, 11, 23, 6, tzinfo=UTC)) == MONDAY.date()
    assert week_ends_at(week_of(WEDNESDAY)) == MONDAY


@pytest.mark.req("BUD-06")
async def test_an_increase_counts_at_once() -> None:
    worker = await a.funded(await a.worker(), 1_000)
    for _ in range(5):
        await a.purchase(worker)
    await set_budget(by=worker.id, budget_limit=Decimal("599.99"))
    with pytest.raises(WeeklyBudgetReached):
        await a.purchase(worker)
    await set_budget(by=worker.id, budget_limit=Decimal(600))
    await a.purchase(worker)
    assert await spending(worker) == ("600.00", "600.00", None)


@pytest.mark.req("BUD-07", "C14")
async def test_a_decrease_counts_at_once_down_to_what_was_spent_and_else_from_monday() -> None:
    await stand_still_at(WEDNESDAY)
    worker = await a.funded(await a.worker(), 1_000)
    for _ in range(4):
        await a.purchase(worker)
    await set_budget(by=worker.id, budget_limit=Decimal(400))
    assert await spending(worker) == ("400.00", "400.00", None)
    await set_budget(by=worker.id, budget_limit=Decimal(300))
    assert await spending(worker) == ("400.00", "400.00", "300.00")
    await stand_still_at(MONDAY)
    assert await spending(worker) == ("0.00", "300.00", None)
    await stand_still_at(MONDAY + timedelta(weeks=5))
    assert await spending(worker) == ("0.00", "300.00", None)


@pytest.mark.req("BUD-07")
async def test_an_increase_takes_back_a_planned_decrease() -> None:
    worker = await a.funded(await a.worker(), 1_000)
    for _ in range(4):
        await a.purchase(worker)
    await set_budget(by=worker.id, budget_limit=Decimal(300))
    await set_budget(by=worker.id, budget_limit=Decimal(700))
    assert await spending(worker) == ("400.00", "700.00", None)


@pytest.mark.req("BUD-01", "BUD-06")
async def test_less_than_300_a_week_is_refused() -> None:
    worker = await a.worker()
    with pytest.raises(BudgetTooLow):
        await set_budget(by=worker.id, budget_limit=Decimal("299.99"))
    await set_budget(by=worker.id, budget_limit=Decimal(300))
    assert await WeeklyBudget.filter(worker_id=worker.id).count() == 1


@pytest.mark.req("BUD-10", "C3")
async def test_a_pause_is_the_handymans_and_outlives_the_week() -> None:
    await stand_still_at(WEDNESDAY)
    worker = await a.worker()
    await set_budget(by=worker.id, is_paused=True)
    await stand_still_at(MONDAY)
    assert (await balance_for(worker.id))["is_paused"] is True
    await set_budget(by=worker.id, is_paused=False)
    assert not (await WorkerProfile.get(user_id=worker.id)).is_paused
    assert await WeeklyBudget.all().count() == 0


@pytest.mark.req("R-24", "BUD-06")
async def test_a_budget_that_is_sent_again_is_not_set_again() -> None:
    worker = await a.worker()
    await set_budget(by=worker.id, budget_limit=Decimal(700), key="first")
    await set_budget(by=worker.id, budget_limit=Decimal(900))
    await set_budget(by=worker.id, budget_limit=Decimal(700), key="first")
    assert await spending(worker) == ("0.00", "900.00", None)
    with pytest.raises(IdempotencyKeyReused):
        await set_budget(by=worker.id, budget_limit=Decimal(800), key="first")
