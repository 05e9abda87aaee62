"""An upload is used by its owner, once, for the purpose it was handed in for (R-29)."""

from collections.abc import Sequence
from uuid import UUID

from models import timers
from models.db import current, hold
from models.errors import Conflict, Malformed, NotFound, Refused
from models.uploads.tables import MediaKind, Purpose, Upload, UploadState


class UploadAlreadyAttached(Conflict):
    pass


class UploadRefused(Refused):
    """What was handed in turned out to be broken or not what it said it was."""


class UploadHasAnotherPurpose(Refused):
    pass


class UploadIsAnotherKind(Refused):
    pass


async def attach(
    ids: Sequence[UUID], *, by: UUID, purpose: Purpose, kinds: Sequence[MediaKind] = tuple(MediaKind)
) -> list[Upload]:
    """Take uploads for the running verb, in the order of `ids`; the last of its locks before the time is read.

    They may still wait for the worker (`received`): what uses them shows them when they are ready.
    """
    if len(set(ids)) != len(ids):
        raise Malformed("An upload is named twice")
    if not ids:
        return []
    uploads = await hold(Upload, *ids)
    for upload in uploads:
        refuse_unusable(upload, by, purpose, kinds)
    now = await current().now()
    for upload in uploads:
        upload.attached_at = now
        await upload.save(update_fields=["attached_at"])
        await timers.cancel(upload.id, "upload.erase")
    return uploads


def refuse_unusable(upload: Upload, by: UUID, purpose: Purpose, kinds: Sequence[MediaKind]) -> None:
    if upload.owner_id != by or upload.erased_at is not None:
        raise NotFound
    if upload.attached_at is not None:
        raise UploadAlreadyAttached(upload_id=str(upload.id))
    if upload.state == UploadState.REFUSED:
        raise UploadRefused(upload_id=str(upload.id))
    if upload.purpose != purpose:
        raise UploadHasAnotherPurpose(upload_id=str(upload.id), purpose=upload.purpose)
    if upload.kind not in kinds:
        raise UploadIsAnotherKind(upload_id=str(upload.id), kind=upload.kind)
