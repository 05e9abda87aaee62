"""The rows that a withdrawal's verbs lock, and how one ends."""

from uuid import UUID

from models import timers
from models.db import current, find, hold_one
from models.errors import Conflict
from models.payouts.held_money import take_back
from models.payouts.tables import Withdrawal, WithdrawalStatus
from models.people.tables import User
from models.plain import pesos
from models.wallet.accounts import wallet_of


class WithdrawalMovedOn(Conflict):
    """Somebody was quicker: approved, sent, refused or cancelled; `status` says which."""


async def hold_with_worker(withdrawal_id: UUID) -> tuple[Withdrawal, User]:
    """For verbs that look at its owner too. Raises NotFound."""
    seen = await find(Withdrawal, id=withdrawal_id)
    worker = await hold_one(User, seen.worker_id)
    return await hold_one(Withdrawal, withdrawal_id), worker


def refuse_unless(withdrawal: Withdrawal, *allowed: WithdrawalStatus) -> None:
    if withdrawal.status not in allowed:
        raise WithdrawalMovedOn(status=withdrawal.status)


async def end(
    withdrawal: Withdrawal, status: WithdrawalStatus, *, by: UUID | None = None, reason: str | None = None
) -> None:
    """Refused, cancelled or failed: the money goes back. Takes the handyman's accounts."""
    was_sent = withdrawal.status == WithdrawalStatus.SENT
    wallet = await wallet_of(withdrawal.worker_id)
    withdrawal.status, withdrawal.closed_by_id, withdrawal.reason = status, by, reason
    withdrawal.closed_at = await current().now()
    await withdrawal.save(update_fields=["status", "closed_by_id", "closed_at", "reason"])
    await timers.cancel(withdrawal.id, "withdrawal.expire")
    await take_back(withdrawal, wallet, was_sent=was_sent)


def facts_of(withdrawal: Withdrawal) -> dict[str, str | None]:
    """For notices and events: never the whole account number."""
    return {
        "withdrawal_id": str(withdrawal.id),
        "amount": pesos(withdrawal.amount),
        "currency": "MXN",
        "bank_name": withdrawal.bank_name,
        "clabe_ends": withdrawal.clabe[-4:],
        "reason": withdrawal.reason,
    }
