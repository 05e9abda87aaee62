"""A handyman sets his weekly limit, or pauses and resumes his leads (BUD-06, BUD-07, BUD-10)."""

from decimal import Decimal
from uuid import UUID

from models import idempotency
from models.db import hold_one, transaction
from models.errors import Refused
from models.wallet.accounts import wallet_of
from models.wallet.budget import LOWEST_LIMIT, budget_of
from models.wallet.tables import WeeklyBudget
from models.wallet.transactions import WalletChanged
from models.workers.tables import WorkerProfile


class BudgetTooLow(Refused):
    """At least 300 pesos a week (BUD-01)."""


async def set_budget(
    *, by: UUID, budget_limit: Decimal | None = None, is_paused: bool | None = None, key: str | None = None
) -> None:
    """Change the limit, the pause, or both. Raises BudgetTooLow."""
    if budget_limit is not None and budget_limit < LOWEST_LIMIT:
        raise BudgetTooLow(field="budget_limit", minimum=LOWEST_LIMIT)
    async with transaction() as verb:
        body = {"budget_limit": budget_limit, "is_paused": is_paused}
        claim = await idempotency.claim(by, "wallet.budget", key, body)
        if claim.is_replay:
            return
        profile = await hold_one(WorkerProfile, by)
        await wallet_of(by)
        now = await verb.now()
        if budget_limit is not None:
            await _limit(await budget_of(by, now), budget_limit)
        if is_paused is not None:
            profile.is_paused = is_paused
            profile.updated_at = now
            await profile.save(update_fields=["is_paused", "updated_at"])
        verb.announce(WalletChanged(by))
        await claim.remember(by)


async def _limit(week: WeeklyBudget, limit: Decimal) -> None:
    """At once when it covers what was spent; else from Monday (C14)."""
    if limit >= week.spent_amount:
        week.budget_limit, week.next_limit = limit, None
    else:
        week.next_limit = limit
    await week.save()
