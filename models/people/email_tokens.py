"""Redeeming the token of a mailed link, once, in time, by the address it was sent to."""

from models.db import current, hold_one
from models.errors import Conflict, Refused
from models.people.sessions import hashed
from models.people.tables import EmailToken, TokenPurpose, User


class TokenInvalid(Refused):
    pass


class TokenExpired(Refused):
    pass


class TokenUsed(Conflict):
    pass


def mailbox_for(user: User, purpose: TokenPurpose) -> str:
    """Where a link of this purpose goes: a new address proves itself, and is trusted with nothing before."""
    return (user.new_email if purpose == TokenPurpose.VERIFY_EMAIL else None) or user.email


async def look_up(token: str, purpose: TokenPurpose) -> EmailToken:
    found = await EmailToken.get_or_none(token_hash=hashed(token), purpose=purpose)
    if found is None:
        raise TokenInvalid
    return found


async def redeem(token: str, purpose: TokenPurpose) -> User:
    """Use up the token, and with it every other one of its purpose, in the running transaction.

    Answers with the user, held. Raises TokenInvalid, TokenUsed, TokenExpired.
    """
    found = await look_up(token, purpose)
    user = await hold_one(User, found.user_id)
    await found.refresh_from_db()
    now = await current().now()
    if found.email != mailbox_for(user, purpose) or user.deleted_at is not None:
        raise TokenInvalid
    if found.used_at is not None:
        raise TokenUsed
    if now >= found.expires_at:
        raise TokenExpired
    await EmailToken.filter(user_id=user.id, purpose=purpose, used_at=None).update(used_at=now)
    return user
