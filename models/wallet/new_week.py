"""Monday, 00:00 in Mexico City: who spent last week is told that a new one has begun (BUD-02, BUD-03).

Nothing is reset: a new week has a new row, made when first touched. Only the telling is work, and it is done in
batches, one after the other: each marks the rows that it has told of in its own transaction, so that nobody is
told twice.
"""

from datetime import datetime, timedelta
from uuid import UUID

from models import outbox, timers
from models.clock import week_ends_at, week_of
from models.columns import new_id
from models.db import Transaction, current, transaction
from models.notices.tell import tell
from models.people.tables import User, UserStatus
from models.plain import stamp
from models.wallet.tables import WeeklyBudget
from models.wallet.transactions import WalletChanged
from models.workers.tables import WorkerProfile

KIND = "budget.new_week"
EVERYBODY = UUID("6275646e-6577-7000-8000-77656b000000")
"""The timer's subject: there is one such timer, which sets itself again."""
BATCH = 100
PAUSE = timedelta(seconds=1)
STRAGGLERS = timedelta(minutes=1)
"""A purchase of the last instant may commit after the first look."""
WEEK = timedelta(weeks=1)


async def arm_new_week() -> None:
    """Have the timer of the coming Monday, unless there is one."""
    async with transaction() as verb:
        due_at = week_ends_at(week_of(await verb.now()))
        await verb.connection.execute_query(
            "INSERT INTO timers (id, kind, subject_id, due_at, attempts) VALUES ($1, $2, $3, $4, 0)"
            " ON CONFLICT (kind, subject_id) DO NOTHING",
            [new_id(), KIND, EVERYBODY, due_at],
        )


async def tell_new_week(subject_id: UUID, *, at: datetime) -> None:
    """The timer's effect: one batch, then the next one a second later, then the next Monday."""
    async with transaction(at=at) as verb:
        ended = (
            await WeeklyBudget.filter(week_start_date=week_of(at) - WEEK, end_told_at=None)
            .order_by("worker_id")
            .limit(BATCH)
            .select_for_update(skip_locked=True, no_key=True)
        )
        await WeeklyBudget.filter(id__in=[week.id for week in ended]).update(end_told_at=at)
        await _tell(ended, verb)
        await timers.schedule(KIND, subject_id, at + PAUSE if len(ended) == BATCH else _after(at))


def _after(at: datetime) -> datetime:
    last_look = week_ends_at(week_of(at) - WEEK) + STRAGGLERS
    return last_look if at < last_look else week_ends_at(week_of(at))


async def _tell(ended: list[WeeklyBudget], verb: Transaction) -> None:
    """Those who want to hear of leads; the others see it when they look."""
    workers = [week.worker_id for week in ended]
    begins = await current().now()
    listening = set(
        await WorkerProfile.filter(user_id__in=workers, is_paused=False).values_list("user_id", flat=True)
    ) & set(
        await User.filter(id__in=workers, status=UserStatus.ACTIVE, deleted_at=None).values_list("id", flat=True)
    )
    begun = WeeklyBudget.filter(worker_id__in=workers, week_start_date=week_of(begins))
    limits = dict(await begun.values_list("worker_id", "budget_limit"))
    for week in ended:
        verb.announce(WalletChanged(week.worker_id))
        if week.worker_id not in listening:
            continue
        facts = {
            "budget_limit": str(limits.get(week.worker_id, week.next_limit or week.budget_limit)),
            "week_resets_at": stamp(week_ends_at(week_of(begins))),
        }
        await outbox.record("budget.reset", worker_id=str(week.worker_id), **facts)
        await tell(week.worker_id, "budget.reset", **facts)
