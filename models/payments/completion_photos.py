from collections.abc import Sequence
from uuid import UUID

from models.columns import new_id
from models.errors import Malformed
from models.payments.tables import CompletionPhoto, EscrowPayment
from models.uploads.attach import attach
from models.uploads.shown import media_url
from models.uploads.tables import MediaKind, Purpose

MOST_PHOTOS = 10


async def attach_photos(escrow: EscrowPayment, worker_id: UUID, photos: Sequence[UUID]) -> None:
    """What the finished work looks like (ESC-07)."""
    if len(photos) > MOST_PHOTOS:
        raise Malformed("Too many photos", field="photos", most=MOST_PHOTOS)
    await attach(photos, by=worker_id, purpose=Purpose.COMPLETION, kinds=[MediaKind.IMAGE])
    for place, upload_id in enumerate(photos):
        await CompletionPhoto.create(id=new_id(), escrow_id=escrow.id, upload_id=upload_id, sort_order=place)


def photos_shown(photos: Sequence[UUID]) -> list[dict[str, str]]:
    return [{"id": str(upload_id), "url": media_url(upload_id)} for upload_id in photos]
