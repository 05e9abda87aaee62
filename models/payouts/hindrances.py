"""What stops earnings from leaving: a suspension (R-16), or a debt from a chargeback (R-15)."""

from decimal import Decimal
from uuid import UUID

from models.errors import Refused
from models.people.sessions import AccountSuspended
from models.people.tables import User, UserStatus

NOTHING = Decimal("0.00")


class WorkerOwesMoney(Refused):
    """A chargeback took back what he was paid, and more than his wallet held (R-15)."""


async def debt_of(_worker_id: UUID) -> Decimal:
    """What he owes from chargebacks after their release, still to be netted; his row of `users` is held."""
    return NOTHING


async def refuse_hindered(worker: User) -> None:
    """The handyman's row is held. Raises AccountSuspended, WorkerOwesMoney."""
    if worker.status != UserStatus.ACTIVE:
        raise AccountSuspended(status=worker.status)
    if debt := await debt_of(worker.id):
        raise WorkerOwesMoney(debt=debt)
