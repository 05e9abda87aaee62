"""Money that comes later, or never: what becomes of its deposit, and what its handyman is told (R-11, C19)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from models import outbox, timers
from models.db import current, hold_one, transaction
from models.notices.tell import tell
from models.plain import stamp
from models.wallet.tables import Deposit, DepositStatus

WAITING = frozenset({DepositStatus.CREATED, DepositStatus.PENDING})
TRANSFER_AWAITED = timedelta(days=7)
"""Stripe would await a transfer for ever."""
GRACE = timedelta(days=4)
"""After its last day a voucher may still be confirmed: on the next business day, beyond a long weekend."""


class Voucher(Protocol):
    @property
    def url(self) -> str | None: ...
    @property
    def expires_at(self) -> datetime | None: ...
    @property
    def details(self) -> Mapping[str, str]: ...


async def begin_waiting(deposit: Deposit, payment_intent: str | None) -> None:
    """The payer took a voucher or the data of a transfer; how to pay it, a worker asks Stripe."""
    deposit.status = DepositStatus.PENDING
    deposit.stripe_payment_intent_id = payment_intent
    await outbox.record("deposit.pending", deposit_id=str(deposit.id))


async def note_voucher(deposit_id: UUID, voucher: Voucher) -> None:
    """Show how to pay, and until when; asked for again, nothing is told twice."""
    async with transaction() as verb:
        deposit = await hold_one(Deposit, deposit_id)
        if deposit.status != DepositStatus.PENDING or deposit.expires_at is not None:
            return
        deposit.voucher_url, deposit.instructions = voucher.url, dict(voucher.details)
        deposit.expires_at = voucher.expires_at or await verb.now() + TRANSFER_AWAITED
        await deposit.save(update_fields=["voucher_url", "instructions", "expires_at"])
        await timers.schedule("deposit.check", deposit.id, deposit.expires_at + GRACE)
        facts = _facts(deposit)
        await outbox.record("deposit.voucher", **facts, **deposit.instructions)
        await tell(deposit.worker_id, "deposit.pending", **facts)


async def end_waiting(deposit: Deposit, why: str, *, failed: bool = False) -> None:
    """No money will come; `deposit` is held. Whoever may think that it is on its way is told."""
    was_awaited = deposit.status == DepositStatus.PENDING or failed
    ran_out = deposit.expires_at is not None and await current().now() >= deposit.expires_at
    deposit.status = DepositStatus.FAILED if was_awaited and not ran_out else DepositStatus.EXPIRED
    deposit.failure = why[:60]
    await deposit.save(update_fields=["status", "failure"])
    await timers.cancel(deposit.id, "deposit.check")
    if was_awaited:
        facts = _facts(deposit)
        await outbox.record("deposit.failed", **facts)
        await tell(deposit.worker_id, "deposit.failed", **facts)


async def give_up(deposit_id: UUID, why: str = "never_paid") -> None:
    """Nobody can pay it any more. Money that comes all the same is its handyman's (`settle_deposit`)."""
    async with transaction():
        deposit = await hold_one(Deposit, deposit_id)
        if deposit.status in WAITING:
            await end_waiting(deposit, why)


async def ask_again(deposit_id: UUID, after: timedelta) -> None:
    """Stripe doesn't know yet either."""
    async with transaction() as verb:
        deposit = await hold_one(Deposit, deposit_id)
        if deposit.status in WAITING:
            await timers.schedule("deposit.check", deposit.id, await verb.now() + after)


def _facts(deposit: Deposit) -> dict[str, str | None]:
    return {
        "deposit_id": str(deposit.id),
        "worker_id": str(deposit.worker_id),
        "amount": str(deposit.amount),
        "method": deposit.method.value,
        "status": deposit.status.value,
        "voucher_url": deposit.voucher_url,
        "expires_at": stamp(deposit.expires_at),
    }
