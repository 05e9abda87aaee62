"""Put a conversation aside, or take it back (CHAT-16): each person's own, until something new happens in it."""

from dataclasses import dataclass
from uuid import UUID

from models.chat.tables import Conversation, Participant
from models.db import find, spread
from models.errors import NotFound
from models.people.tables import User


@dataclass(frozen=True, slots=True)
class PutAside:
    """Announced: a person's other devices put it aside, or take it back, too."""

    conversation_id: UUID
    user_id: UUID


async def archive(by: User, conversation_id: UUID, up_to: int | None = None) -> None:
    """`up_to` is the last row that its reader knew of, perhaps without a network: what is later is news."""
    last_seq = (await find(Conversation, id=conversation_id, deleted_at=None)).last_seq
    await _set(by, conversation_id, last_seq if up_to is None else min(up_to, last_seq))


async def unarchive(by: User, conversation_id: UUID) -> None:
    await find(Conversation, id=conversation_id, deleted_at=None)
    await _set(by, conversation_id, None)


async def _set(by: User, conversation_id: UUID, seq: int | None) -> None:
    changed = await Participant.filter(conversation_id=conversation_id, user_id=by.id, left_at=None).update(
        archived_seq=seq
    )
    if not changed:
        raise NotFound
    await spread([PutAside(conversation_id, by.id)])
