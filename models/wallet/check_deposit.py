"""A day after a deposit was begun, or days after its voucher ran out: what was never heard of it is asked for."""

from datetime import datetime
from uuid import UUID

from models import outbox
from models.db import hold_one, transaction
from models.wallet.await_deposit import WAITING
from models.wallet.tables import Deposit


async def check_deposit(subject_id: UUID, *, at: datetime) -> None:
    """The timer's effect: have a worker ask Stripe about a deposit that still waits."""
    async with transaction(at=at):
        deposit = await hold_one(Deposit, subject_id)
        if deposit.status in WAITING:
            await outbox.record("deposit.unsettled", deposit_id=str(deposit.id))
