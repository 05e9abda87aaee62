"""What people change of their own account."""

from uuid import UUID

from models.constraints import refusing
from models.db import current, find, hold_one, transaction
from models.errors import Forbidden, NotFound
from models.outbox import record
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
    """Change what is given. A new e-mail or phone needs the password and begins unverified (R-28).

    A proven e-mail stays until the link to the new one is followed; asking for it again lets the new one go.
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
            if new_email == held.email:
                held.new_email = None
            elif new_email not in {None, held.new_email}:
                await _write_to(held, new_email, proven=proven)
            if new_phone not in {None, held.phone}:
                await _ring_at(held, new_phone, proven=proven)
            await held.save()
    return held


async def _write_to(user: User, email: str, *, proven: bool) -> None:
    if not proven:
        raise WrongPassword
    if await User.exists(email=email):
        raise EmailTaken
    if user.email_verified:
        user.new_email = email
        await record("email.change_requested", user_id=str(user.id), mailbox=user.email)
    else:
        user.email = email
        now = await current().now()
        await EmailToken.filter(user_id=user.id, used_at=None).update(used_at=now)
    await ask_for_verification(user.id)


async def _ring_at(user: User, phone: str, *, proven: bool) -> None:
    if not proven:
        raise WrongPassword
    user.phone, user.phone_verified = phone, False
    now = await current().now()
    await PhoneCode.filter(user_id=user.id, approved_at=None, closed_at=None).update(closed_at=now)
    if user.email_verified:  # an unproven mailbox may be a stranger's
        await record("phone.changed", user_id=str(user.id), ends=phone[-2:])
