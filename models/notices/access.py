"""A user's notices, as that user alone may see them."""

import re
from typing import Any
from uuid import UUID

from models.errors import Malformed
from models.gathered import Gathered
from models.notices.tables import Notice, NoticeCounter
from models.plain import stamp

MOST = 100


async def head_of(user_id: UUID) -> tuple[int, int]:
    """The `seq` of the last notice, and of the last one that was read."""
    return await _gathered_heads(user_id)


async def _heads_of_all(user_ids: list[UUID]) -> list[tuple[int, int]]:
    found = {
        user_id: (last, read)
        for user_id, last, read in await NoticeCounter.filter(user_id__in=set(user_ids)).values_list(
            "user_id", "last_seq", "last_read_seq"
        )
    }
    return [found.get(user_id, (0, 0)) for user_id in user_ids]


_gathered_heads = Gathered(_heads_of_all)


async def notices_of(
    user_id: UUID, *, limit: int = 20, cursor: str | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """A page, newest first, and where the next one begins."""
    limit = max(1, min(limit, MOST))
    rows = Notice.filter(user_id=user_id)
    if cursor is not None:
        if not re.fullmatch(r"[0-9]{1,9}", cursor):
            raise Malformed("cursor is not one of ours", field="cursor")
        rows = rows.filter(seq__lt=int(cursor))
    found = await rows.order_by("-seq").limit(limit + 1)
    _, last_read = await head_of(user_id)
    following = str(found[limit - 1].seq) if len(found) > limit else None
    return [shown(notice, last_read) for notice in found[:limit]], following


async def notices_after(user_id: UUID, seq: int, limit: int) -> list[dict[str, Any]]:
    """The first `limit` after `seq`, in order."""
    last, last_read = await head_of(user_id)
    if last <= seq:
        return []
    found = await Notice.filter(user_id=user_id, seq__gt=seq).order_by("seq").limit(limit)
    return [shown(notice, last_read) for notice in found]


async def newest_notices(user_id: UUID, limit: int) -> list[dict[str, Any]]:
    """The last ones, in order."""
    return (await notices_of(user_id, limit=limit))[0][::-1]


def shown(notice: Notice, last_read_seq: int = 0) -> dict[str, Any]:
    return {
        "id": str(notice.id),
        "seq": notice.seq,
        "kind": notice.kind,
        "facts": notice.facts,
        "created_at": stamp(notice.created_at),
        "is_read": notice.seq <= last_read_seq,
    }
