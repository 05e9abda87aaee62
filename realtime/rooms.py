"""Who hears what. A party's side of a conversation is its person's own room: nothing to join, nothing to forget.

Staff sit in a room per conversation, which they enter when they join it (docs/decisions).
"""

from uuid import UUID

from models.chat.tables import Side

NAMESPACE = "/"


def user_room(user_id: UUID | str) -> str:
    return f"user:{user_id}"


def staff_room(conversation_id: UUID | str) -> str:
    return f"staff:{conversation_id}"


def room_of(side: Side, conversation_id: UUID, client_id: UUID, worker_id: UUID) -> str:
    """The room of one side of a conversation (R-22)."""
    match side:
        case Side.CLIENT:
            return user_room(client_id)
        case Side.WORKER:
            return user_room(worker_id)
        case Side.STAFF:
            return staff_room(conversation_id)
