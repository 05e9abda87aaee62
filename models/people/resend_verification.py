"""The verification mail once more, to the new address if one was asked for."""

from uuid import UUID

from models.db import hold_one, transaction
from models.errors import Conflict
from models.people.register import ask_for_verification
from models.people.tables import User


class EmailAlreadyVerified(Conflict):
    pass


async def resend_verification(user_id: UUID) -> None:
    async with transaction():
        user = await hold_one(User, user_id)
        if user.email_verified and user.new_email is None:
            raise EmailAlreadyVerified
        await ask_for_verification(user.id)
