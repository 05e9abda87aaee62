"""A file that nobody used for a day goes (R-29)."""

from datetime import datetime
from uuid import UUID

from models import outbox
from models.db import hold_one, transaction
from models.uploads.begin import UNATTACHED_FOR
from models.uploads.tables import Upload


async def erase(upload_id: UUID, *, at: datetime) -> None:
    """Fired by its timer; a file in use, too young or gone already stays as it is."""
    async with transaction(at=at) as tx:
        upload = await hold_one(Upload, upload_id)
        now = await tx.now()
        if upload.attached_at is not None or upload.erased_at is not None:
            return
        if now < upload.created_at + UNATTACHED_FOR:
            return
        upload.erased_at = now
        await upload.save(update_fields=["erased_at"])
        await object_erased(upload)


async def object_erased(upload: Upload) -> None:
    """The object has no row any more that shows it: have it deleted."""
    await outbox.record("upload.erased", object_key=upload.object_key, purpose=upload.purpose.value)
