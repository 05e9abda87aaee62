"""Make room for a file that is about to be stored, so that a crash on the way leaves nothing for ever."""

from datetime import timedelta
from secrets import token_hex
from uuid import UUID

from models import timers
from models.columns import new_id
from models.db import transaction
from models.errors import TooMany
from models.uploads.formats import Format
from models.uploads.tables import Purpose, Upload

UNATTACHED_FOR = timedelta(hours=24)
MOST_UNATTACHED = 60


class TooManyUnusedUploads(TooMany):
    pass


async def begin(
    *,
    by: UUID,
    purpose: Purpose,
    recognised: Format,
    byte_size: int,
    seconds: float | None = None,
    peaks: str | None = None,
) -> Upload:
    """The row with its erasure already due; nobody knows its id until the bytes are stored."""
    async with transaction() as tx:
        now = await tx.now()
        if await Upload.filter(owner_id=by, attached_at=None, erased_at=None).count() >= MOST_UNATTACHED:
            raise TooManyUnusedUploads(retry_after=int(UNATTACHED_FOR.total_seconds()))
        upload_id = new_id()
        milliseconds = int(now.timestamp() * 1000)
        upload = await Upload.create(
            id=upload_id,
            owner_id=by,
            purpose=purpose,
            kind=recognised.kind,
            # FILE-03's order; its owner's place holds a random word, for keys resolve to nobody (R-02)
            object_key=f"{purpose.value}/{token_hex(8)}/{milliseconds}-{upload_id}.{recognised.extension}",
            content_type=recognised.content_type,
            byte_size=byte_size,
            seconds=seconds,
            peaks=peaks,
            created_at=now,
        )
        await timers.schedule("upload.erase", upload.id, now + UNATTACHED_FOR)
        return upload
