"""Find what was said in one conversation: only in what the reader can see of it (R-27)."""

from typing import Any

from models.chat import rows
from models.chat.access import Seat
from models.chat.projection import project
from models.sql import fetch

WINDOW = 5000
"""How many rows one question looks at, however rare the words are; the answer says where to go on."""


async def search(
    seat: Seat, words: str, *, before: int | None = None, limit: int = 20
) -> tuple[list[dict[str, Any]], str | None]:
    """Texts that contain `words`, newest first, and where to look further back, if there is more."""
    end = min(before or seat.conversation.last_seq + 1, seat.conversation.last_seq + 1)
    start = max(1, end - WINDOW)
    found = await fetch("search_timeline", seat.conversation.id, words, start, end, seat.side.value, limit)
    following = found[-1]["seq"] if len(found) == limit else start
    return [project(row, seat.side) for row in await rows.read(found)], str(following) if following > 1 else None
