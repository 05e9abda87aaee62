"""Say how far one has read (CHAT-14): a cursor per person, from which "read" and "unread" are derived."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.db import spread
from models.errors import NotFound
from models.people.tables import User
from models.sql import fetch


@dataclass(frozen=True, slots=True)
class CursorMoved:
    """Announced after the commit."""

    conversation_id: UUID
    client_id: UUID
    worker_id: UUID
    user_id: UUID
    last_read_seq: int


@dataclass(frozen=True, slots=True)
class Cursor:
    last_read_seq: int
    read_at: datetime | None


async def read(by: User, conversation_id: UUID, up_to: int) -> Cursor:
    """Move the reader's cursor to `up_to`, or to the end; it never moves back."""
    found = await fetch("read_up_to", conversation_id, by.id, up_to)
    if not found:
        raise NotFound
    cursor = found[0]
    if cursor["moved"]:
        fact = CursorMoved(
            conversation_id, cursor["client_id"], cursor["worker_id"], by.id, cursor["last_read_seq"]
        )
        await spread([fact])
    return Cursor(cursor["last_read_seq"], cursor["read_at"])
