"""The face beside the name."""

from uuid import UUID

from models.db import current, hold, hold_one, transaction
from models.outbox import record
from models.people.tables import User
from models.uploads.attach import attach
from models.uploads.tables import MediaKind, Purpose, Upload


async def set_profile_image(user_id: UUID, upload_id: UUID | None) -> User:
    """Show an upload of purpose `profile`, or with None nothing; the one before is erased.

    Setting the same one again changes nothing. Raises NotFound, UploadAlreadyAttached, UploadHasAnotherPurpose,
    UploadIsAnotherKind, UploadRefused.
    """
    async with transaction():
        user = await hold_one(User, user_id)
        if upload_id == user.profile_image_id:
            return user
        before = user.profile_image_id
        await hold(Upload, *(each for each in (before, upload_id) if each))
        if upload_id is not None:
            await attach([upload_id], by=user_id, purpose=Purpose.PROFILE, kinds=[MediaKind.IMAGE])
        user.profile_image_id = upload_id
        await user.save(update_fields=["profile_image_id"])
        if before is not None:
            await _erase(before)
    return user


async def _erase(upload_id: UUID) -> None:
    upload = await Upload.get(id=upload_id)
    upload.erased_at = await current().now()
    await upload.save(update_fields=["erased_at"])
    await record("upload.erased", object_key=upload.object_key, purpose=str(upload.purpose))
