"""A wallet that fills itself: intended here, charged by `charge_reload`, settled like every deposit (WAL-08).

The settings and the saved cards change under the lock of the handyman's accounts, as his budgets do.
"""

from datetime import datetime, timedelta
from uuid import UUID

from models import outbox, timers
from models.db import current, find, transaction
from models.people.tables import User, UserStatus
from models.wallet.accounts import Wallet, wallet_of
from models.wallet.await_deposit import WAITING
from models.wallet.tables import AutoReload, Deposit, DepositMethod

CHECK_AFTER = timedelta(hours=1)


async def reload_if_low(wallet: Wallet) -> bool:
    """Begin a reload if the wallet asks for one; whether one is on its way. Withdrawals never call this (R-10)."""
    setting = await AutoReload.get_or_none(worker_id=wallet.owner_id, is_enabled=True)
    if setting is None or wallet.balance >= setting.threshold:
        return False
    if not await Deposit.exists(worker_id=wallet.owner_id, is_automatic=True, status__in=WAITING):
        await _intend(setting)
    return True


async def retry_reload(subject_id: UUID, *, at: datetime) -> None:
    """The timer's effect a day after the bank said no."""
    async with transaction(at=at):
        wallet = await wallet_of(subject_id)
        if await may_be_charged(subject_id):
            await reload_if_low(wallet)


async def may_be_charged(worker_id: UUID) -> bool:
    owner = await find(User, id=worker_id)
    return owner.deleted_at is None and owner.status == UserStatus.ACTIVE


async def _intend(setting: AutoReload) -> None:
    now = await current().now()
    deposit = await Deposit.create(
        worker_id=setting.worker_id,
        amount=setting.amount,
        method=DepositMethod.CARD,
        is_automatic=True,
        card_id=setting.card_id,
        created_at=now,
    )
    await timers.schedule("deposit.check", deposit.id, now + CHECK_AFTER)
    await outbox.record("auto_reload.intended", deposit_id=str(deposit.id))
