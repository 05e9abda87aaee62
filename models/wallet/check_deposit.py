"""A day after a deposit was begun: whatever was never heard of it is asked for."""

from datetime import datetime
from uuid import UUID

from models import outbox, timers
from models.db import hold_one, transaction
from models.wallet.settle_deposit import WAITING
from models.wallet.tables import Deposit, DepositStatus


async def check_deposit(subject_id: UUID, *, at: datetime) -> None:
    """The timer's effect: have a worker ask Stripe about a deposit that still waits."""
    async with transaction(at=at):
        deposit = await hold_one(Deposit, subject_id)
        if deposit.status in WAITING:
            await outbox.record("deposit.unsettled", deposit_id=str(deposit.id))


async def give_up(deposit_id: UUID) -> None:
    """Stripe knows no session of this deposit: nobody can pay it."""
    async with transaction():
        deposit = await hold_one(Deposit, deposit_id)
        if deposit.status in WAITING:
            deposit.status = DepositStatus.EXPIRED
            await deposit.save(update_fields=["status"])
            await timers.cancel(deposit.id, "deposit.check")
