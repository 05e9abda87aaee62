"""The bank said no to a reload: its handyman is told; three times in a row switch it off (WAL-08)."""

from datetime import timedelta
from uuid import UUID

from models import outbox, timers
from models.db import current, find, hold_one, transaction
from models.notices.tell import tell
from models.wallet.accounts import wallet_of
from models.wallet.await_deposit import WAITING
from models.wallet.tables import AutoReload, Deposit, DepositStatus, SavedCard

MOST_FAILURES = 3
RETRY_AFTER = timedelta(days=1)
HOLDER_IS_ASKED = frozenset({"authentication_required"})
"""3-D Secure: only its holder can pay with this card, on a page, so trying again would be in vain."""


async def decline_reload(deposit_id: UUID, why: str) -> None:
    """Told by the call's answer, the webhook or a later look, it counts once."""
    async with transaction():
        deposit = await hold_one(Deposit, deposit_id)
        wallet = await wallet_of(deposit.worker_id)
        if not deposit.is_automatic or deposit.status not in WAITING:
            return
        deposit.status, deposit.failure = DepositStatus.FAILED, why[:60]
        await deposit.save(update_fields=["status", "failure"])
        await timers.cancel(deposit.id, "deposit.check")
        setting = await AutoReload.get(worker_id=deposit.worker_id)
        if not setting.is_enabled:
            return
        setting.failures += 1
        setting.is_enabled = setting.failures < MOST_FAILURES
        setting.updated_at = await current().now()
        await setting.save(update_fields=["failures", "is_enabled", "updated_at"])
        facts = {
            "deposit_id": str(deposit.id),
            "amount": str(deposit.amount),
            "balance": str(wallet.balance),
            "last4": (await find(SavedCard, id=deposit.card_id)).last4,
            "decline_code": why,
        }
        await _say(deposit, setting, facts)


async def _say(deposit: Deposit, setting: AutoReload, facts: dict[str, str]) -> None:
    worker_id = deposit.worker_id
    if not setting.is_enabled:
        await outbox.record("auto_reload.disabled", worker_id=str(worker_id), **facts)
        await tell(worker_id, "auto_reload.disabled", **facts)
    elif facts["decline_code"] in HOLDER_IS_ASKED:
        await outbox.record("auto_reload.confirmation_needed", worker_id=str(worker_id), **facts)
        await tell(worker_id, "auto_reload.confirmation_needed", **facts)
    else:
        await timers.schedule("auto_reload.retry", worker_id, setting.updated_at + RETRY_AFTER)
        await outbox.record("auto_reload.declined", worker_id=str(worker_id), **facts)
        await tell(worker_id, "auto_reload.declined", **facts)
