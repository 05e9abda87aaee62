"""Have the desk know what waits for it: support, admins, or both."""

from typing import Any

from models.notices.tell import tell
from models.people.tables import Role, User, UserStatus

DESK = (Role.SUPPORT, Role.ADMIN)


async def tell_staff(kind: str, *roles: Role, **facts: Any) -> None:
    """After everybody else has been told: notices are locks, and the desk's come last in every verb (R-21)."""
    there = User.filter(role__in=roles, status=UserStatus.ACTIVE, deleted_at=None).order_by("id")
    for member in await there:
        await tell(member.id, kind, **facts)
