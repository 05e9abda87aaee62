"""Say how far one has read one's notices."""

from dataclasses import dataclass
from uuid import UUID

from models.db import spread
from models.sql import fetch


@dataclass(frozen=True, slots=True)
class NoticesRead:
    """For the reader's other devices."""

    user_id: UUID
    last_read_seq: int


async def read(user_id: UUID, up_to: int) -> int:
    """Move the cursor forward, at most to the last notice; answers with where it stands."""
    found = await fetch("read_notices", user_id, up_to)
    if not found:
        return 0
    last_read_seq = int(found[0]["last_read_seq"])
    if found[0]["moved"]:
        await spread([NoticesRead(user_id, last_read_seq)])
    return last_read_seq
