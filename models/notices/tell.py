"""Tell one user something: a numbered row first, then a hint over the wire."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.db import current
from models.notices.tables import Notice


@dataclass(frozen=True)
class NoticeTold:
    notice: Notice


async def tell(user_id: UUID, kind: str, **facts: Any) -> Notice:
    """Write a notice; the last lock a verb takes (R-21). Facts are JSON and already the reader's projection."""
    transaction = current()
    notice = Notice(user_id=user_id, kind=kind, facts=facts, created_at=await transaction.now())
    transaction.announce(NoticeTold(notice))
    if transaction.pending is not None:
        transaction.pending.tell(notice)
        return notice
    rows = await transaction.connection.execute_query_dict(
        "INSERT INTO notice_counters (user_id, last_seq, last_read_seq) VALUES ($1, 1, 0)"
        " ON CONFLICT (user_id) DO UPDATE SET last_seq = notice_counters.last_seq + 1 RETURNING last_seq",
        [user_id],
    )
    notice.seq = rows[0]["last_seq"]
    await notice.save(force_create=True)
    return notice
