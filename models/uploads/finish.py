"""The worker has looked at a file and cleaned it: it may be shown, or it never will."""

from dataclasses import dataclass
from uuid import UUID

from models.chat.tables import Conversation, Message
from models.chat.timeline import append_event
from models.db import hold_one, transaction
from models.uploads.erase import object_erased
from models.uploads.shown import shown
from models.uploads.tables import Purpose, Upload, UploadState


@dataclass(frozen=True)
class Facts:
    """What the worker found in a file that it has cleaned."""

    byte_size: int
    width: int | None = None
    height: int | None = None
    seconds: float | None = None


async def finish(upload_id: UUID, facts: Facts | None) -> None:
    """`facts` of a sound file, None of one that is refused. A second time changes nothing."""
    while not await _finished(upload_id, facts):
        pass


async def _finished(upload_id: UUID, facts: Facts | None) -> bool:
    """False when a message took the file between our look and our lock: its conversation must be held too."""
    async with transaction():
        message = await Message.get_or_none(upload_id=upload_id)
        talk = await hold_one(Conversation, message.conversation_id) if message else None
        upload = await hold_one(Upload, upload_id)
        if talk is None and upload.purpose == Purpose.MESSAGE and await Message.exists(upload_id=upload_id):
            return False
        if upload.erased_at is not None:
            await object_erased(upload)  # storing the clean one may have come after its deletion
        elif upload.state == UploadState.RECEIVED:
            await _write_down(upload, facts)
            if talk is not None and message is not None:
                kind = f"media.{upload.state.value}"
                await append_event(
                    talk,
                    kind,
                    by=message.sender_id,
                    audience=message.audience,
                    target_seq=message.seq,
                    media=shown(upload),
                )
        return True


async def _write_down(upload: Upload, facts: Facts | None) -> None:
    if facts is None:
        upload.state = UploadState.REFUSED
        await object_erased(upload)
    else:
        upload.state = UploadState.READY
        upload.update_from_dict(vars(facts))
    await upload.save()
