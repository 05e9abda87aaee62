"""Staff takes a suspension or ban back."""

from uuid import UUID

from models.db import hold_one, transaction
from models.errors import Conflict, NotFound
from models.payments.suspension import hold_money_of, restart_money
from models.people.sanction import sanction
from models.people.tables import SanctionKind, User, UserStatus


class NotSuspended(Conflict):
    pass


async def reinstate(user_id: UUID, reason: str, *, by: UUID) -> User:
    """Raises NotFound, NotSuspended."""
    async with transaction():
        user = await hold_one(User, user_id)
        if user.deleted_at is not None:
            raise NotFound
        if user.status == UserStatus.ACTIVE:
            raise NotSuspended
        money = await hold_money_of(user)
        await sanction(user, SanctionKind.REINSTATEMENT, reason, by=by)
        await restart_money(money)
    return user
