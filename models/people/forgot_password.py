"""A link for whoever forgot the password; the asker learns nothing about who has an account (R-28)."""

from models.db import transaction
from models.outbox import record
from models.people.contact import normal_email
from models.people.tables import User, UserStatus


async def forgot_password(email: str) -> None:
    """Raises InvalidEmail, which depends on the text alone."""
    address = normal_email(email)
    async with transaction():
        user = await User.get_or_none(email=address, deleted_at=None)
        if user is not None and user.status != UserStatus.BANNED:
            await record("password.reset_requested", user_id=str(user.id))
