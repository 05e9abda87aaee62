"""The owner of the mailbox followed the link."""

from models.constraints import refusing
from models.db import transaction
from models.people.email_tokens import mailbox_for, redeem
from models.people.register import EmailTaken
from models.people.tables import TokenPurpose, User


async def verify_email(token: str) -> User:
    """The address is proven, and from now on the account's if it was to be a new one.

    Raises TokenInvalid, TokenUsed, TokenExpired, and EmailTaken of a new address that somebody else has by now.
    """
    with refusing(users_email_key=EmailTaken):
        async with transaction():
            user = await redeem(token, TokenPurpose.VERIFY_EMAIL)
            user.email, user.new_email = mailbox_for(user, TokenPurpose.VERIFY_EMAIL), None
            user.email_verified = True
            await user.save(update_fields=["email", "new_email", "email_verified"])
    return user
