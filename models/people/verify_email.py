"""The owner of the mailbox followed the link."""

from models.db import transaction
from models.people.email_tokens import redeem
from models.people.tables import TokenPurpose, User


async def verify_email(token: str) -> User:
    """Raises TokenInvalid, TokenUsed, TokenExpired."""
    async with transaction():
        user = await redeem(token, TokenPurpose.VERIFY_EMAIL)
        user.email_verified = True
        await user.save(update_fields=["email_verified"])
    return user
