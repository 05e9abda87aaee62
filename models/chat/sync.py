"""Everything that a client missed, in order, or an explicit new start; by cursors, never by clock (R-25)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models import fault
from models.chat import rows
from models.chat.access import Seat, seats_of
from models.chat.payloads import Missed
from models.chat.projection import project
from models.chat.state import states_of
from models.errors import Malformed
from models.notices.access import head_of, newest_notices, notices_after
from models.people.tables import User
from models.sql import fetch
from models.wire import encode

MOST_MISSED = 200
NEWEST = 50
ENOUGH = 256 * 1024
"""Bytes after which an answer ends, with `next`; a conversation's part is never cut."""
AT_ONCE = 20
MOST_A_PAGE = 200
"""Conversations of one answer, however small they are."""


@dataclass(frozen=True, slots=True)
class Page:
    conversations: dict[str, dict[str, Any]]
    notices: dict[str, Any]
    next: str | None


async def catch_up(reader: User, missed: Missed) -> dict[str, Any]:
    """`sync` as the wire has it, alike over HTTP and socket."""
    cursors, strange = missed.cursors()
    page = await sync(reader, cursors, missed.notices, behind=missed.next)
    fault.passes("in-sync")
    nowhere = {name: {"gone": True} for name in strange} if missed.next is None else {}
    return {"conversations": page.conversations | nowhere, "notices": page.notices, "next": page.next}


async def sync(reader: User, cursors: dict[UUID, int], notices: int, *, behind: str | None = None) -> Page:
    """The reader's conversations and those that were named, in the order of their ids, from `behind` one on.

    The right to read is that of this moment, whatever it was when the rows were written.
    """
    start = _key(behind) if behind is not None else None
    own = [row["id"] for row in await fetch("conversation_ids_of", reader.id, start, MOST_A_PAGE)]
    # Very many conversations come in stretches; what was named beyond this one comes with its own.
    end = own[-1] if len(own) == MOST_A_PAGE else None
    waiting = sorted(
        key for key in {*own, *cursors} if (start is None or key > start) and (end is None or key <= end)
    )
    entries: dict[str, dict[str, Any]] = {}
    size, last = 0, None
    while waiting and size < ENOUGH:
        chunk = waiting[:AT_ONCE]
        seats = {seat.conversation.id: seat for seat in await seats_of(reader, chunk)}
        states = dict(zip(seats, await states_of(list(seats.values())), strict=True))
        for key in chunk:
            last = waiting.pop(0)
            if key in seats:
                entries[str(key)] = await entry_for(seats[key], states[key], cursors.get(key))
            elif key in cursors:
                entries[str(key)] = {"gone": True}
            size += len(encode(entries.get(str(key))))
            if size >= ENOUGH:
                break
    return Page(
        entries, await missed_notices(reader.id, notices), str(last) if waiting or end is not None else None
    )


async def entry_for(seat: Seat, state: dict[str, Any], cursor: int | None) -> dict[str, Any]:
    conversation = seat.conversation
    head = conversation.last_seq
    is_reset = cursor is None or cursor > head or head - cursor > MOST_MISSED
    if is_reset or cursor is None:
        found = await rows.newest(conversation.id, NEWEST, before=head + 1)
    elif cursor == head:
        found = []
    else:
        found = [row for row in await rows.after(conversation.id, cursor, MOST_MISSED) if row.seq <= head]
    return {
        "messages": [project(row, seat.side) for row in found],
        "last_seq": head,
        "reset": is_reset,
        "state": state,
    }


async def missed_notices(user_id: UUID, cursor: int) -> dict[str, Any]:
    head, _ = await head_of(user_id)
    is_reset = cursor > head or head - cursor > MOST_MISSED
    items = await (newest_notices(user_id, NEWEST) if is_reset else notices_after(user_id, cursor, MOST_MISSED))
    return {"items": [item for item in items if item["seq"] <= head], "last_seq": head, "reset": is_reset}


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Malformed("next is not one of ours", field="next") from None
