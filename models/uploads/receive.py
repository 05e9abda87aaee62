"""The bytes are stored: the worker may look at them and its owner may use them."""

from uuid import UUID

from models import outbox
from models.db import hold_one, transaction
from models.uploads.tables import Upload


async def receive(upload_id: UUID) -> Upload:
    async with transaction():
        upload = await hold_one(Upload, upload_id)
        await outbox.record("upload.received", upload_id=str(upload.id))
        return upload
