"""How a withdrawal may reach an edge: its owner sees the end of the account's number, staff all of it."""

from typing import Any
from uuid import UUID

from models.errors import NotFound
from models.listing import page
from models.payouts.tables import DepositReturn, PayoutAccount, PayoutBatch, Withdrawal, WithdrawalStatus
from models.people.tables import User
from models.plain import pesos, stamp

CURRENCY = "MXN"


async def withdrawals_of(
    worker_id: UUID, *, limit: int = 20, cursor: str | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    rows, following = await page(Withdrawal.filter(worker_id=worker_id), limit=limit, cursor=cursor)
    return [present(row) for row in rows], following


async def withdrawal_of(worker_id: UUID, withdrawal_id: UUID) -> Withdrawal:
    withdrawal = await Withdrawal.get_or_none(id=withdrawal_id, worker_id=worker_id)
    if withdrawal is None:
        raise NotFound
    return withdrawal


async def withdrawals_for_staff(
    *, status: WithdrawalStatus | None = None, limit: int = 20, cursor: str | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    wanted = Withdrawal.filter(status=status) if status else Withdrawal.all()
    rows, following = await page(wanted, limit=limit, cursor=cursor)
    return [await present_to_staff(row) for row in rows], following


def present(row: Withdrawal) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "amount": pesos(row.amount),
        "currency": CURRENCY,
        "clabe_ends": row.clabe[-4:],
        "account_holder": row.account_holder,
        "bank_name": row.bank_name,
        "status": row.status.value,
        "is_confirmed": row.confirmed_at is not None,
        "reason": row.reason,
        "created_at": stamp(row.created_at),
        "confirmed_at": stamp(row.confirmed_at),
        "approved_at": stamp(row.approved_at),
        "sent_at": stamp(row.sent_at),
        "closed_at": stamp(row.closed_at),
    }


async def present_to_staff(row: Withdrawal) -> dict[str, Any]:
    worker = await User.get(id=row.worker_id)
    return present(row) | {
        "worker_id": str(row.worker_id),
        "worker_name": worker.full_name,
        "worker_status": worker.status.value,
        "clabe": row.clabe,
        "driver": row.driver and row.driver.value,
        "batch_id": row.batch_id and str(row.batch_id),
        "approved_by": row.approved_by_id and str(row.approved_by_id),
        "closed_by": row.closed_by_id and str(row.closed_by_id),
        "stripe_transfer_id": row.stripe_transfer_id,
    }


async def present_batch(batch: PayoutBatch) -> dict[str, Any]:
    rows = await Withdrawal.filter(batch_id=batch.id).order_by("id")
    return {
        "id": str(batch.id),
        "made_by": str(batch.made_by_id),
        "created_at": stamp(batch.created_at),
        "total": pesos(sum((row.amount for row in rows), start=type(rows[0].amount)(0)) if rows else None),
        "withdrawals": [await present_to_staff(row) for row in rows],
    }


def present_account(account: PayoutAccount) -> dict[str, Any]:
    return {
        "worker_id": str(account.worker_id),
        "stripe_account_id": account.stripe_account_id,
        "linked_at": stamp(account.linked_at),
    }


def present_return(given: DepositReturn) -> dict[str, Any]:
    return {
        "id": str(given.id),
        "deposit_id": str(given.deposit_id),
        "amount": pesos(given.amount),
        "currency": "MXN",
        "bank_reference": given.bank_reference,
        "reason": given.reason,
        "returned_by": str(given.returned_by_id),
        "created_at": stamp(given.created_at),
    }
