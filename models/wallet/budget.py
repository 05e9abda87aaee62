"""How much a handyman lets himself spend in a week. A week's row is made when first touched (R-07).

Nothing resets anything at midnight: another week has another row. The rows change under the lock of the
handyman's accounts, because a week is only known when the time is, and that is read after the locks.
"""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from models.clock import week_ends_at, week_of
from models.db import current
from models.errors import Refused
from models.wallet.tables import WeeklyBudget

DEFAULT_LIMIT = Decimal(500)
LOWEST_LIMIT = Decimal(300)


class WeeklyBudgetReached(Refused):
    """This week's spending and the price are more than the limit (C13)."""


async def budget_of(worker_id: UUID, now: datetime) -> WeeklyBudget:
    """This week's row or, unsaved, the one that this week would begin with."""
    monday = week_of(now)
    latest = (
        await WeeklyBudget.filter(worker_id=worker_id, week_start_date__lte=monday)
        .order_by("-week_start_date")
        .first()
    )
    if latest is not None and latest.week_start_date == monday:
        return latest
    limit = (latest.next_limit or latest.budget_limit) if latest else DEFAULT_LIMIT
    return WeeklyBudget(
        worker_id=worker_id, week_start_date=monday, budget_limit=limit, spent_amount=Decimal(0), created_at=now
    )


def refuse_over_budget(budget: WeeklyBudget, price: Decimal) -> None:
    if budget.spent_amount + price > budget.budget_limit:
        raise WeeklyBudgetReached(
            budget_limit=budget.budget_limit,
            budget_spent=budget.spent_amount,
            required=price,
            week_resets_at=week_ends_at(budget.week_start_date),
        )


async def spend(budget: WeeklyBudget, amount: Decimal) -> None:
    """Count `amount` against the week; its handyman's accounts are held."""
    budget.spent_amount += amount
    await budget.save()


async def weeks_of(spent: Collection[tuple[UUID, date]]) -> dict[tuple[UUID, date], WeeklyBudget]:
    """The rows of handymen's weeks in which they spent something; their accounts are held."""
    workers, weeks = {worker_id for worker_id, _ in spent}, {week for _, week in spent}
    rows = await WeeklyBudget.filter(worker_id__in=workers, week_start_date__in=weeks)
    return {(row.worker_id, row.week_start_date): row for row in rows}


async def give_back(budget: WeeklyBudget, amount: Decimal) -> None:
    """Free what was spent in the week of the purchase, however long ago (C15)."""
    budget.spent_amount -= amount
    await current().change(budget, "spent_amount")
