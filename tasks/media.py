"""Files are looked at here, never in the web process: cleaned, measured, or refused (R-29)."""

import asyncio
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import structlog

from integrations import storage
from models.db import find
from models.uploads.buckets import BUCKETS
from models.uploads.cleaning.clean import clean
from models.uploads.cleaning.found import Broken
from models.uploads.finish import Facts, finish
from models.uploads.tables import Purpose, Upload, UploadState
from tasks.event import Event

log = structlog.get_logger()

_hands = ThreadPoolExecutor(1, "media")
"""One at a time: a photo being drawn takes some hundred megabytes."""


async def look_at_upload(event: Event) -> None:
    upload = await find(Upload, id=UUID(event.facts["upload_id"]))
    if upload.state != UploadState.RECEIVED or upload.erased_at is not None:
        return
    bucket = BUCKETS[upload.purpose]
    with tempfile.NamedTemporaryFile(prefix="trustme-") as file:
        async for piece in storage.stream(bucket, upload.object_key):
            file.write(piece)
        file.flush()
        path = Path(file.name)
        try:
            found = await asyncio.get_running_loop().run_in_executor(
                _hands, clean, path, upload.kind, upload.content_type
            )
        except Broken as broken:
            log.info("upload.refused", upload_id=str(upload.id), reason=str(broken))
            await finish(upload.id, None)
            return
        # in its place: where it came from nothing of it is left, and a second run cleans what is clean
        await storage.put(bucket, upload.object_key, path, upload.content_type)
        size = path.stat().st_size
    await finish(upload.id, Facts(size, found.width, found.height, found.seconds))


async def delete_object(event: Event) -> None:
    await storage.delete(BUCKETS[Purpose(event.facts["purpose"])], event.facts["object_key"])
