"""The only way a conversation's rows reach an edge: through the seat that the reader has in it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from models.admin.audit_entry import audit_reading
from models.chat import rows
from models.chat.projection import project
from models.chat.tables import Conversation, FlaggedConversation, Message, Participant, Side
from models.disputes.tables import Dispute
from models.errors import Malformed, NotFound
from models.gathered import Gathered
from models.people.tables import User
from models.sql import fetch

MOST = 100


@dataclass(frozen=True)
class Seat:
    """A reader in a conversation; the side decides what of it there is to see."""

    conversation: Conversation
    side: Side
    user_id: UUID


async def conversation_for(reader: User, conversation_id: UUID) -> Seat:
    """The reader's seat. NotFound for strangers, and for everybody once it is deleted."""
    taken = await seats_of(reader, [conversation_id])
    if not taken:
        raise NotFound
    return taken[0]


async def seats_of(reader: User, conversation_ids: list[UUID]) -> list[Seat]:
    """The reader's seats in those of the conversations where there is one."""
    return await _gathered_seats((reader.id, conversation_ids)) if conversation_ids else []


async def _seats_of_all(asked: list[tuple[UUID, list[UUID]]]) -> list[list[Seat]]:
    taken = await Participant.filter(
        conversation_id__in={key for _, keys in asked for key in keys},
        user_id__in={user_id for user_id, _ in asked},
        left_at=None,
        conversation__deleted_at=None,
    ).select_related("conversation")
    seats: dict[UUID, dict[UUID, Seat]] = defaultdict(dict)
    for seat in taken:
        seats[seat.user_id][seat.conversation_id] = Seat(seat.conversation, seat.side, seat.user_id)
    return [[seats[user_id][key] for key in keys if key in seats[user_id]] for user_id, keys in asked]


_gathered_seats = Gathered(_seats_of_all)


async def conversation_to_read(reader: User, conversation_id: UUID) -> Seat:
    """As `conversation_for`; staff who haven't joined may look at what was flagged or disputed, audited (R-27)."""
    try:
        return await conversation_for(reader, conversation_id)
    except NotFound:
        if not reader.is_staff or not await is_flagged_or_disputed(conversation_id):
            raise
    await audit_reading(reader.id, "conversation.read", conversation_id)
    return Seat(await Conversation.get(id=conversation_id), Side.STAFF, reader.id)


async def is_flagged_or_disputed(conversation_id: UUID) -> bool:
    return (
        await FlaggedConversation.exists(conversation_id=conversation_id)
        or await Dispute.filter(escrow_payment__payment_request__conversation_id=conversation_id).exists()
    )


async def seats_in_order(
    reader: User, *, limit: int = 20, cursor: str | None = None
) -> tuple[list[Seat], str | None]:
    """A page of the reader's conversations, the last moved first, and where the next page begins."""
    limit = max(1, min(limit, MOST))
    moment, key = place(cursor) if cursor is not None else (None, None)
    found = await fetch("conversations_of", reader.id, moment, key, limit + 1)
    seats = {seat.conversation.id: seat for seat in await seats_of(reader, [row["id"] for row in found[:limit]])}
    following = None
    if len(found) > limit:
        last = found[limit - 1]
        following = f"{last['updated_at'].isoformat()}~{last['id']}"
    return [seats[row["id"]] for row in found[:limit] if row["id"] in seats], following


def place(cursor: str) -> tuple[datetime, UUID]:
    moment, _, key = cursor.partition("~")
    try:
        return datetime.fromisoformat(moment).astimezone(UTC), UUID(key)
    except (ValueError, OverflowError):
        raise Malformed("cursor is not one of ours", field="cursor") from None


async def messages_for(
    seat: Seat, *, after: int | None = None, before: int | None = None, limit: int = 50
) -> tuple[list[dict[str, Any]], str | None]:
    """Rows as the seat's side sees them, in `seq` order: those that follow, those that precede, or the newest.

    And where to go on in the same direction, if there is more.
    """
    limit = max(1, min(limit, MOST))
    if after is not None:
        found = await rows.after(seat.conversation.id, after, limit)
        following = found[-1].seq if found and found[-1].seq < seat.conversation.last_seq else None
    else:
        found = await rows.newest(seat.conversation.id, limit, before=before)
        following = found[0].seq if found and found[0].seq > 1 else None
    return [project(row, seat.side) for row in found], str(following) if following else None


async def place_of_message(reader: User, message_id: UUID) -> tuple[UUID, int]:
    """The conversation and `seq` of a message that the reader may see."""
    message = await Message.get_or_none(id=message_id)
    if message is None:
        raise NotFound
    seat = await conversation_for(reader, message.conversation_id)
    if project(rows.written(message), seat.side).get("hidden"):
        raise NotFound
    return message.conversation_id, message.seq
