"""What waits for somebody in a conversation, as far as they may know it now (R-02)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.chat.access import messages_for, seats_of
from models.chat.state import state_of
from models.people.tables import User

LOOKED_AT = 20
"""The newest rows, among which is what somebody said: what merely happens beside it comes in twos and threes."""


@dataclass(frozen=True)
class News:
    who: str
    """The other one, by the name that the reader may know."""
    title: str
    unread: int
    said: dict[str, Any] | None
    """The newest of what somebody else said and the reader hasn't read."""


async def news_for(reader: User, conversation_id: UUID) -> News | None:
    """None when everything was read, the reader muted it, or the conversation is no longer theirs."""
    seats = await seats_of(reader, [conversation_id])
    if not seats:
        return None
    state = await state_of(seats[0])
    if state["unread_count"] <= 0 or state["is_muted"]:
        return None
    other = {"client": "worker", "worker": "client"}.get(state["side"])
    names = [person["name"] for person in state["participants"] if person["role"] == other]
    newest, _ = await messages_for(seats[0], limit=LOOKED_AT)
    said = [row for row in newest if row["seq"] > state["last_read_seq"] and is_said_by_another(row, reader)]
    return News(
        names[0] if names else "", state["lead"]["title"], state["unread_count"], said[-1] if said else None
    )


def is_said_by_another(row: dict[str, Any], reader: User) -> bool:
    return not row.get("hidden") and row["event"] is None and row["sender_id"] != str(reader.id)
