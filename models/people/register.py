"""A new client or handyman."""

from typing import Any, Literal
from uuid import UUID

from models.columns import new_id
from models.constraints import refusing
from models.db import transaction
from models.errors import Conflict
from models.outbox import record
from models.people.contact import normal_email, normal_name, normal_phone
from models.people.passwords import scrambled
from models.people.sessions import open_session
from models.people.tables import Role, User


class EmailTaken(Conflict):
    """The one answer that says that an address exists; see docs/decisions/0010-registration-says-taken.md."""


async def register(
    *,
    email: str,
    password: str,
    full_name: str,
    role: Literal[Role.CLIENT, Role.WORKER],
    phone: str,
    locale: str = "es-MX",
    ip: str | None = None,
    user_agent: str | None = None,
) -> tuple[User, str]:
    """Open an account and a session in it; answers with the user and the session's token.

    Raises InvalidName, InvalidEmail, InvalidPhone, PasswordTooShort, EmailTaken.
    """
    columns: dict[str, Any] = {
        "email": normal_email(email),
        "phone": normal_phone(phone),
        "full_name": normal_name(full_name),
        "role": role,
        "locale": locale,
        "password_hash": await scrambled(password),
    }
    with refusing(users_email_key=EmailTaken):
        async with transaction() as tx:
            user = await User.create(
                id=new_id(), created_at=await tx.now(), last_login_at=await tx.now(), **columns
            )
            _, token = await open_session(user, ip=ip, user_agent=user_agent)
            await record("user.registered", user_id=str(user.id))
            await ask_for_verification(user.id)
    return user, token


async def ask_for_verification(user_id: UUID) -> None:
    """Have the verification mail sent; its link is made when it is written."""
    await record("email.verification_requested", user_id=str(user_id))
