"""What stops earnings from leaving: a suspension (R-16), or a debt from a chargeback (R-15)."""

from models.errors import Refused
from models.payments.receivables import debt_of
from models.people.sessions import AccountSuspended
from models.people.tables import User, UserStatus


class WorkerOwesMoney(Refused):
    """A chargeback took back what he was paid, and more than his wallet held (R-15)."""


async def refuse_hindered(worker: User) -> None:
    """The handyman's row is held. Raises AccountSuspended, WorkerOwesMoney."""
    if worker.status != UserStatus.ACTIVE:
        raise AccountSuspended(status=worker.status)
    if debt := await debt_of(worker.id):
        raise WorkerOwesMoney(debt=debt)
