"""Find conversations that moved, without the messages' own path doing anything for it: their keys are in time."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from models.clock import real_now
from models.columns import first_id_at
from models.db import transaction
from models.push.tables import Bookmark
from models.sql import fetch

BOOKMARK = "unread"
SETTLES_IN = timedelta(seconds=2)
"""Who looks at the conversation has read it by then; and what was said at once is one push."""
LATE_FOR = timedelta(seconds=15)
"""A message's key is older than its commit, and clocks differ: as far back is looked at again."""
PAGE = 5000


async def watch(now: datetime | None = None) -> int:
    """Look at what was written since the last time; how many readers have news. 0 when another one looks."""
    now = now or real_now()
    found, place = 0, UUID(int=0)
    while page := await _watch_page(place, now):
        found += page["moved"]
        if page["looked_at"] < PAGE:
            break
        place = page["last_id"]
    return found


async def _watch_page(place: UUID, now: datetime) -> dict[str, Any] | None:
    """What a page's worth of messages moved; no page while another worker turns it."""
    async with transaction():
        locked = Bookmark.filter(name=BOOKMARK).select_for_update(skip_locked=True, no_key=True)
        bookmark = await locked.first()
        if bookmark is None:
            return None
        end = first_id_at(now - SETTLES_IN)
        [page] = await fetch("watch_unread", max(bookmark.place, place), end, PAGE, now)
        reached = page["last_id"] if page["looked_at"] == PAGE else end
        bookmark.place = max(bookmark.place, min(reached, first_id_at(now - SETTLES_IN - LATE_FOR)))
        await bookmark.save(update_fields=["place"])
    return page
