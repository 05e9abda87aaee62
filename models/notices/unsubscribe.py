"""Leaving a kind of mail with one tap, without signing in (NOTE-03, NOTE-04)."""

import base64
import hashlib
import hmac
from uuid import UUID

from models.db import find, hold_one, transaction
from models.errors import NotFound
from models.people.tables import User
from settings import settings


def signature(message: str) -> str:
    key = settings().secret_key.get_secret_value().encode()
    return base64.urlsafe_b64encode(
        hmac.digest(key, f"unsubscribe:{message}".encode(), hashlib.sha256)[:18]
    ).decode()


def unsubscribe_link(user_id: UUID, kind: str) -> str:
    message = f"{user_id.hex}.{kind}"
    return f"{settings().public_url.rstrip('/')}/unsubscribe/{message}.{signature(message)}"


def read_token(token: str) -> tuple[UUID, str]:
    """Whom and which kind a link's token names. Raises NotFound for one that we didn't sign."""
    message, _, signed = token.rpartition(".")
    if not hmac.compare_digest(signature(message).encode(), signed.encode()):
        raise NotFound
    user, _, kind = message.partition(".")
    return UUID(hex=user), kind


async def unsubscribe(token: str) -> str:
    """Stop one kind of mail; doing it again changes nothing. Answers the kind."""
    user_id, kind = read_token(token)
    async with transaction():
        user = await hold_one(User, user_id)
        if kind not in user.opted_out:
            user.opted_out = [*user.opted_out, kind]
            await user.save(update_fields=["opted_out"])
    return kind


async def reader_of(token: str) -> tuple[User, str]:
    """Who would leave which kind of mail. Raises NotFound."""
    user_id, kind = read_token(token)
    return await find(User, id=user_id), kind
