"""Say how far one has read one's notices."""

from uuid import UUID

from models.sql import fetch


async def read(user_id: UUID, up_to: int) -> int:
    """Move the cursor forward, at most to the last notice; answers with where it stands."""
    found = await fetch("read_notices", user_id, up_to)
    return int(found[0]["last_read_seq"]) if found else 0
