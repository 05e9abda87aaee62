"""A handyman fills his wallet: intended here, asked of Stripe by the edge, settled by `settle_deposit`."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from models import idempotency, timers
from models.db import find, transaction
from models.errors import Refused
from models.wallet.tables import Deposit, DepositMethod
from models.workers.approved import refuse_unapproved
from models.workers.tables import WorkerProfile

LOWEST = Decimal(300)
HIGHEST = Decimal(10_000)
CHECK_AFTER = timedelta(hours=25)
"""Stripe's sessions live 24 hours at most: by then it knows how this one ended, webhook or not."""


class InvalidAmount(Refused):
    """A deposit is of 300 to 10,000 pesos (WAL-07, C18)."""


async def begin_deposit(
    *, by: UUID, amount: Decimal, method: DepositMethod, save_card: bool = False, key: str | None = None
) -> Deposit:
    """Intend a deposit. Raises InvalidAmount, WorkerNotApproved."""
    if not LOWEST <= amount <= HIGHEST:
        raise InvalidAmount(field="amount", minimum=LOWEST, maximum=HIGHEST)
    body = {"amount": amount, "method": method, "save_card": save_card}
    async with transaction() as verb:
        claim = await idempotency.claim(by, "wallet.deposit", key, body)
        if claim.result_id is not None:
            return await find(Deposit, id=claim.result_id)
        refuse_unapproved(await WorkerProfile.get_or_none(user_id=by))
        now = await verb.now()
        deposit = await Deposit.create(
            worker_id=by, amount=amount, method=method, save_card=save_card, created_at=now
        )
        await timers.schedule("deposit.check", deposit.id, now + CHECK_AFTER)
        await claim.remember(deposit.id)
        return deposit
