"""The end of sessions, by their owner."""

from uuid import UUID

from models.db import transaction
from models.errors import NotFound
from models.people.sessions import SessionsEnded, end_sessions


async def log_out(user_id: UUID, *, only: UUID | None = None, but: UUID | None = None) -> int:
    """End one session, or all `but` one; how many ended. NotFound when the one isn't theirs or has ended."""
    async with transaction() as tx:
        ended = await end_sessions(user_id, only=only, but=but)
        if only is not None and not ended:
            raise NotFound
        tx.announce(SessionsEnded(user_id, tuple(ended)))
    return len(ended)
