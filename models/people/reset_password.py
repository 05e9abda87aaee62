"""A new password by a mailed link."""

from models.db import current, transaction
from models.people.email_tokens import look_up, redeem
from models.people.passwords import scrambled
from models.people.sessions import SessionsEnded, end_sessions
from models.people.tables import TokenPurpose


async def reset_password(token: str, password: str) -> None:
    """Set it, end every session (R-28), and let go of a new address that was asked for with the old password.

    Raises TokenInvalid, TokenUsed, TokenExpired, PasswordTooShort.
    """
    await look_up(token, TokenPurpose.RESET_PASSWORD)  # a guess is refused before any hashing
    password_hash = await scrambled(password)
    async with transaction():
        user = await redeem(token, TokenPurpose.RESET_PASSWORD)
        user.password_hash, user.new_email = password_hash, None
        await user.save(update_fields=["password_hash", "new_email"])
        current().announce(SessionsEnded(user.id, tuple(await end_sessions(user.id))))
