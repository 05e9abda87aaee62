"""The secret in a link that only the owner of a mailbox can know."""

import secrets
from datetime import timedelta
from uuid import UUID

from models.db import hold_one, transaction
from models.people.email_tokens import mailbox_for
from models.people.sessions import hashed
from models.people.tables import EmailToken, TokenPurpose, User

VALID_FOR = timedelta(hours=24)
"""TIM-11, business time."""


async def issue_email_token(user_id: UUID, purpose: TokenPurpose) -> str:
    """A new token for the link of a mail that is being written; it is stored hashed and told only here.

    Earlier ones stay valid: a mail that is sent again must not break the first one's link.
    """
    token = secrets.token_urlsafe(32)
    async with transaction() as tx:
        user = await hold_one(User, user_id)
        now = await tx.now()
        await EmailToken.create(
            user_id=user.id,
            purpose=purpose,
            email=mailbox_for(user, purpose),
            token_hash=hashed(token),
            created_at=now,
            expires_at=now + VALID_FOR,
        )
    return token
