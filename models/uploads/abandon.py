"""Storing failed: neither row nor object stays behind."""

from uuid import UUID

from models import timers
from models.db import hold_one, transaction
from models.uploads.erase import object_erased
from models.uploads.tables import Upload


async def abandon(upload_id: UUID) -> None:
    async with transaction():
        upload = await hold_one(Upload, upload_id)
        await object_erased(upload)  # the bytes may be there although we never heard so
        await timers.cancel(upload.id, "upload.erase")
        await upload.delete()
