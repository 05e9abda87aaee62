"""Want no alerts of a conversation, or want them again: each person's own, about talk and never about money."""

from dataclasses import dataclass
from uuid import UUID

from models.chat.tables import Conversation, Participant
from models.clock import business_now
from models.db import find, spread
from models.errors import NotFound
from models.people.tables import User


@dataclass(frozen=True, slots=True)
class Hushed:
    """Announced: a person's other devices show it as silent, or not, too."""

    conversation_id: UUID
    user_id: UUID


async def mute(by: User, conversation_id: UUID) -> None:
    """It stays as it is where it was muted already."""
    await find(Conversation, id=conversation_id, deleted_at=None)
    seat = await _seat_of(by, conversation_id)
    await Participant.filter(id=seat.id, muted_at=None).update(muted_at=await business_now())
    await spread([Hushed(conversation_id, by.id)])


async def unmute(by: User, conversation_id: UUID) -> None:
    """What was said meanwhile isn't told of afterwards; asked again, what came since then still is."""
    last_seq = (await find(Conversation, id=conversation_id, deleted_at=None)).last_seq
    seat = await _seat_of(by, conversation_id)
    await Participant.filter(id=seat.id, muted_at__not_isnull=True).update(muted_at=None, quiet_seq=last_seq)
    await spread([Hushed(conversation_id, by.id)])


async def _seat_of(by: User, conversation_id: UUID) -> Participant:
    seat = await Participant.get_or_none(conversation_id=conversation_id, user_id=by.id, left_at=None)
    if seat is None:
        raise NotFound
    return seat
