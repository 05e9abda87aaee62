"""Staff shuts an account, until further notice or for good."""

from uuid import UUID

from models.db import hold_one, transaction
from models.errors import Conflict, Forbidden, NotFound
from models.payments.suspension import hold_money_of, stop_money
from models.people.sanction import sanction
from models.people.tables import SanctionKind, User, UserStatus


class AlreadySuspended(Conflict):
    pass


class StaffIsNotSanctioned(Forbidden):
    """Staff accounts are the operator's business."""


async def suspend(user_id: UUID, reason: str, *, by: UUID, for_good: bool = False) -> User:
    """Raises NotFound, StaffIsNotSanctioned, AlreadySuspended."""
    kind = SanctionKind.BAN if for_good else SanctionKind.SUSPENSION
    async with transaction():
        user = await hold_one(User, user_id)
        if user.deleted_at is not None:
            raise NotFound
        if user.is_staff:
            raise StaffIsNotSanctioned
        if user.status == UserStatus.BANNED or (user.status == UserStatus.SUSPENDED and not for_good):
            raise AlreadySuspended(status=user.status)
        money = await hold_money_of(user)
        await sanction(user, kind, reason, by=by)
        await stop_money(money)
    return user
