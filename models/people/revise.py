"""What people change of their own account."""

from uuid import UUID

from models.constraints import refusing
from models.db import current, find, hold_one, transaction
from models.errors import Forbidden, NotFound
from models.people.contact import normal_email, normal_name, normal_phone
from models.people.passwords import matches
from models.people.register import EmailTaken, ask_for_verification
from models.people.tables import EmailToken, PhoneCode, User


class WrongPassword(Forbidden):
    """An open session alone doesn't change where the account is reached (R-28)."""


async def revise(
    user_id: UUID,
    *,
    full_name: str | None = None,
    locale: str | None = None,
    opted_out: list[str] | None = None,
    email: str | None = None,
    phone: str | None = None,
    password: str | None = None,
) -> User:
    """Change what is given. A new e-mail or phone needs the password and begins unverified.

    Raises InvalidName, InvalidEmail, InvalidPhone, WrongPassword, EmailTaken, NotFound of who left meanwhile.
    """
    new_name = normal_name(full_name) if full_name is not None else None
    new_email = normal_email(email) if email is not None else None
    new_phone = normal_phone(phone) if phone is not None else None
    user = await find(User, id=user_id)
    knows_password = password is not None and await matches(password, user.password_hash)
    with refusing(users_email_key=EmailTaken):
        async with transaction():
            held = await hold_one(User, user_id)
            if held.deleted_at is not None:
                raise NotFound
            proven = knows_password and held.password_hash == user.password_hash
            held.full_name = new_name or held.full_name
            held.locale = locale or held.locale
            held.opted_out = sorted(set(opted_out)) if opted_out is not None else held.opted_out
            if new_email not in {None, held.email} or new_phone not in {None, held.phone}:
                if not proven:
                    raise WrongPassword
                await _reach_at(held, new_email, new_phone)
            await held.save()
    return held


async def _reach_at(user: User, email: str | None, phone: str | None) -> None:
    now = await current().now()
    if email is not None and email != user.email:
        user.email, user.email_verified = email, False
        await EmailToken.filter(user_id=user.id, used_at=None).update(used_at=now)
        await ask_for_verification(user.id)
    if phone is not None and phone != user.phone:
        user.phone, user.phone_verified = phone, False
        await PhoneCode.filter(user_id=user.id, approved_at=None, closed_at=None).update(closed_at=now)
