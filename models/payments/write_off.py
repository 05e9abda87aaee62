"""Give up a debt that can't be collected: the platform's loss (R-15)."""

from uuid import UUID

from models.admin.audit_entry import audit
from models.db import find, transaction
from models.errors import Conflict, Forbidden, NotFound
from models.idempotency import claim
from models.notices.tell import tell
from models.outbox import record
from models.payments.refusals import ChargebackOpen
from models.payments.tables import Chargeback, ChargebackStatus
from models.people.tables import Role, User
from models.wallet.accounts import platform, wallet_of
from models.wallet.ledger import post
from models.wallet.tables import AccountKind, TransferKind


class NothingOwed(Conflict):
    """Paid, netted or written off before."""


async def write_off(chargeback_id: UUID, reason: str, *, by: User, key: str | None = None) -> Chargeback:
    """All that is still owed of it. Raises Forbidden, NotFound, ChargebackOpen while its bank may return it, …"""
    if by.role != Role.ADMIN:
        raise Forbidden
    seen = await find(Chargeback, id=chargeback_id)
    if seen.worker_id is None:
        raise NotFound
    async with transaction() as tx:
        claimed = await claim(by.id, "receivables.write_off", key, [chargeback_id, reason])
        await wallet_of(seen.worker_id)  # under whose lock debts change
        debt = await find(Chargeback, id=chargeback_id)
        if claimed.is_replay:
            return debt
        if debt.status is ChargebackStatus.OPEN:
            raise ChargebackOpen
        if debt.status is ChargebackStatus.WON or not debt.debt:
            raise NothingOwed
        await book(debt)
        debt.written_off_at, debt.written_off_by_id, debt.write_off_reason = await tx.now(), by.id, reason
        await debt.save(update_fields=["written_off", "written_off_at", "written_off_by_id", "write_off_reason"])
        facts = {"chargeback_id": str(debt.id), "amount": str(debt.written_off), "currency": "MXN"}
        await audit(by.id, "receivable.written_off", debt.id, amount=str(debt.written_off), reason=reason)
        await claimed.remember(debt.id)
        await record("debt.written_off", worker_id=str(seen.worker_id), **facts)
        await tell(seen.worker_id, "debt.written_off", **facts)
    return debt


async def book(debt: Chargeback) -> None:
    amount = debt.debt
    await post(
        TransferKind.RECEIVABLE_WRITTEN_OFF,
        f"receivable_written_off:{debt.id}",
        [(await platform(AccountKind.RECEIVABLES), amount), (await platform(AccountKind.REVENUE), -amount)],
    )
    debt.written_off = amount
