"""A new member of staff; only an operator at the machine can do this (R-28: registration refuses staff roles)."""

from typing import Literal

from models.columns import new_id
from models.constraints import refusing
from models.db import transaction
from models.people.contact import normal_email
from models.people.passwords import scrambled
from models.people.register import EmailTaken
from models.people.tables import Role, User


async def appoint(
    *, email: str, password: str, role: Literal[Role.ADMIN, Role.SUPPORT], full_name: str = "TrustMe"
) -> User:
    """Raises InvalidEmail, PasswordTooShort, PasswordTooLong, EmailTaken."""
    address, hashed = normal_email(email), await scrambled(password)
    with refusing(users_email_key=EmailTaken):
        async with transaction() as tx:
            return await User.create(
                id=new_id(),
                email=address,
                password_hash=hashed,
                role=role,
                full_name=full_name,
                email_verified=True,
                created_at=await tx.now(),
            )
