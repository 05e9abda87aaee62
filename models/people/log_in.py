"""E-mail and password for a session."""

from models.db import hold_one, transaction
from models.errors import Unauthorized
from models.people.contact import InvalidEmail, normal_email
from models.people.passwords import matches
from models.people.sessions import AccountSuspended, open_session
from models.people.tables import LoginAttempt, User, UserStatus


class InvalidCredentials(Unauthorized):
    """Wrong password and unknown address alike (R-28)."""


async def log_in(
    email: str, password: str, *, ip: str | None = None, user_agent: str | None = None
) -> tuple[User, str]:
    """Open a session; the user and its token. Raises InvalidCredentials, or AccountSuspended to its owner."""
    user = await _owner_of(email)
    is_right = await matches(password, user.password_hash if user else None)
    if user is None:
        raise InvalidCredentials
    async with transaction() as tx:
        held = await hold_one(User, user.id)
        # a reset or deletion that came in between wins
        is_right = is_right and held.password_hash == user.password_hash and held.deleted_at is None
        now = await tx.now()
        await LoginAttempt.create(
            user_id=held.id,
            succeeded=is_right and held.status == UserStatus.ACTIVE,
            ip=ip,
            user_agent=(user_agent or "")[:300] or None,
            created_at=now,
        )
        token = ""
        if is_right and held.status == UserStatus.ACTIVE:
            held.last_login_at = now
            await held.save(update_fields=["last_login_at"])
            _, token = await open_session(held, ip=ip, user_agent=user_agent)
    if not is_right:
        raise InvalidCredentials
    if not token:
        raise AccountSuspended(status=held.status)
    return held, token


async def _owner_of(email: str) -> User | None:
    try:
        return await User.get_or_none(email=normal_email(email), deleted_at=None)
    except InvalidEmail:
        return None
