"""Support joins a conversation, or leaves it; always seen by both parties (CHAT-21, R-27)."""

from dataclasses import dataclass
from uuid import UUID

from models.chat.access import is_flagged_or_disputed
from models.chat.tables import Conversation, Participant, Side
from models.chat.timeline import append_event
from models.db import hold_one, transaction
from models.errors import Forbidden, NotFound
from models.people.tables import User


@dataclass(frozen=True, slots=True)
class StaffSeated:
    """Announced: the agent's sockets begin, or cease, to hear the conversation."""

    conversation_id: UUID
    user_id: UUID
    is_in: bool


async def join(by: User, conversation_id: UUID) -> None:
    """Sit down in a flagged or disputed conversation; who sits there already is not announced again."""
    refuse_others(by)
    async with transaction() as tx:
        conversation = await hold_one(Conversation, conversation_id)
        if not await is_flagged_or_disputed(conversation_id) or conversation.deleted_at is not None:
            raise NotFound
        now = await tx.now()
        seat = await Participant.get_or_none(conversation_id=conversation_id, user_id=by.id)
        tx.announce(StaffSeated(conversation_id, by.id, is_in=True))
        if seat is not None and seat.left_at is None:
            return
        if seat is None:
            seat = Participant(conversation_id=conversation_id, user_id=by.id, side=Side.STAFF)
        seat.joined_at, seat.left_at = now, None
        await seat.save()
        await append_event(conversation, "support.joined", by=by.id, name=by.first_name)


async def leave(by: User, conversation_id: UUID) -> None:
    """Get up again; who has left already has left."""
    refuse_others(by)
    async with transaction() as tx:
        conversation = await hold_one(Conversation, conversation_id)
        seat = await Participant.get_or_none(conversation_id=conversation_id, user_id=by.id)
        if seat is None:
            raise NotFound
        tx.announce(StaffSeated(conversation_id, by.id, is_in=False))
        if seat.left_at is not None:
            return
        await append_event(conversation, "support.left", by=by.id, name=by.first_name)
        seat.left_at = await tx.now()
        await seat.save(update_fields=["left_at"])


def refuse_others(by: User) -> None:
    if not by.is_staff:
        raise Forbidden
