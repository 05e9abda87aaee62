"""Conversations in an export: one's own words whole, the other's only by when they came."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from models.chat.access import Seat, messages_for, seats_in_order
from models.chat.tables import Conversation
from models.people.tables import User
from models.plain import stamp

MOST_MESSAGES = 20_000
"""Of one conversation."""


async def talks_of(person: User) -> AsyncIterator[dict[str, Any]]:
    cursor: str | None = None
    while True:
        seats, cursor = await seats_in_order(person, limit=100, cursor=cursor)
        for seat in seats:
            yield described(seat.conversation) | await said_in(seat)
        if cursor is None:
            return


def described(conversation: Conversation) -> dict[str, Any]:
    return {
        "id": str(conversation.id),
        "lead_id": str(conversation.lead_id),
        "began_at": stamp(conversation.created_at),
        "contact_revealed_at": stamp(conversation.contact_revealed_at),
    }


async def said_in(seat: Seat) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    ask = partial(messages_for, seat, limit=100)
    found, following = await ask(after=0)
    while True:
        rows += [as_data_of(seat, row) for row in found if not row.get("hidden")]
        if following is None or len(rows) >= MOST_MESSAGES:
            return {"messages": rows, "complete": following is None}
        found, following = await ask(after=int(following))


def as_data_of(seat: Seat, row: dict[str, Any]) -> dict[str, Any]:
    when = {"seq": row["seq"], "created_at": row["created_at"]}
    if row["message_type"] == "event":
        return when | {"event": row["event"]["kind"]}
    if row["sender_id"] != str(seat.user_id):
        return when | {"from": "other", "message_type": row["message_type"]}
    return when | {"from": "you", **{name: row[name] for name in ("message_type", "content", "media")}}
