from uuid import UUID

from models.people.tables import User, UserStatus

SHUT_OUT = [UserStatus.SUSPENDED, UserStatus.BANNED]


async def any_suspended(*user_ids: UUID) -> bool:
    """Read without a lock: who asks holds what a suspension would wait for."""
    return await User.filter(id__in=user_ids, status__in=SHUT_OUT).exists()
