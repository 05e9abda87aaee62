"""A row of the timeline as the database has it: what every reader's projection is made from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from models.chat.tables import Audience, Message, MessageType
from models.sql import fetch
from models.uploads.shown import shown
from models.uploads.tables import Upload


@dataclass(frozen=True, slots=True)
class TimelineRow:
    id: UUID
    conversation_id: UUID
    seq: int
    sender_id: UUID | None
    message_type: str
    content: str | None
    media: dict[str, Any] | None
    event: dict[str, Any] | None
    audience: str
    target_seq: int | None
    client_msg_id: str | None
    created_at: datetime


def written(message: Message, upload: Upload | None = None) -> TimelineRow:
    """The row that a verb just wrote."""
    return TimelineRow(
        id=message.id,
        conversation_id=message.conversation_id,
        seq=message.seq,
        sender_id=message.sender_id,
        message_type=message.message_type.value,
        content=message.content,
        media=shown(upload) if upload else None,
        event=message.event,
        audience=message.audience.value,
        target_seq=message.target_seq,
        client_msg_id=message.client_msg_id,
        created_at=message.created_at,
    )


def said(
    message_id: UUID,
    conversation_id: UUID,
    seq: int,
    *,
    sender_id: UUID,
    content: str,
    client_msg_id: str,
    created_at: datetime,
) -> TimelineRow:
    """A text that went the short way."""
    return TimelineRow(
        id=message_id,
        conversation_id=conversation_id,
        seq=seq,
        sender_id=sender_id,
        message_type=MessageType.TEXT.value,
        content=content,
        media=None,
        event=None,
        audience=Audience.BOTH.value,
        target_seq=None,
        client_msg_id=client_msg_id,
        created_at=created_at,
    )


async def newest(conversation_id: UUID, limit: int, *, before: int | None = None) -> list[TimelineRow]:
    """The last `limit` rows, or those before `before`; in `seq` order."""
    found = await fetch("timeline_before", conversation_id, before or 2**31 - 1, limit)
    return await read(found[::-1])


async def after(conversation_id: UUID, seq: int, limit: int) -> list[TimelineRow]:
    """The first `limit` rows after `seq`, in order."""
    return await read(await fetch("timeline_after", conversation_id, seq, limit))


async def read(found: list[dict[str, Any]]) -> list[TimelineRow]:
    """Rows as SQL returned them, with what is known of their files."""
    wanted = {row["upload_id"] for row in found if row["upload_id"] is not None}
    uploads = {upload.id: upload for upload in await Upload.filter(id__in=wanted)} if wanted else {}
    return [_read_one(row, uploads) for row in found]


def _read_one(found: dict[str, Any], uploads: dict[UUID, Upload]) -> TimelineRow:
    values = {name: found[name] for name in FROM_THE_TABLE}
    event, upload_id = found["event"], found["upload_id"]
    return TimelineRow(
        **values,
        event=orjson.loads(event) if event is not None else None,
        media=shown(uploads[upload_id]) if upload_id is not None else None,
    )


FROM_THE_TABLE = [field for field in TimelineRow.__slots__ if field not in {"event", "media"}]
