"""The one door through which rows enter a conversation's timeline."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from models.chat.rows import TimelineRow, written
from models.chat.tables import Audience, Conversation, Message, MessageType
from models.db import LockOrderBroken, current
from models.uploads.tables import Upload


@dataclass(slots=True)
class Reading:
    """How far one party got."""

    unread_count: int
    last_read_seq: int
    archived_seq: int | None


@dataclass(slots=True)
class Standing:
    """What both parties' lists have to be told after a row, where the writing statement knew it already."""

    updated_at: datetime
    client: Reading
    worker: Reading


@dataclass(slots=True)
class RowsAppended:
    """Announced after the commit, and again when a message is sent again (R-24)."""

    conversation_id: UUID
    client_id: UUID
    worker_id: UUID
    rows: tuple[TimelineRow, ...]
    alters: bool = True
    """Whether more than counts may have changed with them: a deadline, a contact, a step."""
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class DeadlinesMoved:
    """Announced when what will happen by itself changed and no row says so."""

    conversation_id: UUID


async def append(
    conversation: Conversation,
    message_type: MessageType,
    *,
    sender_id: UUID | None = None,
    content: str | None = None,
    upload: Upload | None = None,
    event: dict[str, Any] | None = None,
    audience: Audience = Audience.BOTH,
    target_seq: int | None = None,
    client_msg_id: str | None = None,
    body_hash: str | None = None,
) -> Message:
    """Take the next `seq` under the conversation's lock: commit order is timeline order, without gaps."""
    transaction = current()
    if not transaction.holds(Conversation, conversation.id):
        raise LockOrderBroken("hold the conversation before writing into it")
    now = await transaction.now()
    conversation.last_seq += 1
    conversation.updated_at = max(conversation.updated_at, now)
    count_news(conversation, sender_id, audience, event)
    await transaction.change(conversation, "last_seq", "updated_at", "news_for_client", "news_for_worker")
    row = Message(
        conversation_id=conversation.id,
        seq=conversation.last_seq,
        sender_id=sender_id,
        message_type=message_type,
        content=content,
        upload_id=upload.id if upload else None,
        event=event,
        audience=audience,
        target_seq=target_seq,
        client_msg_id=client_msg_id,
        body_hash=body_hash,
        created_at=now,
    )
    await transaction.create(row)
    announce(conversation, written(row, upload))
    return row


def count_news(
    conversation: Conversation, sender_id: UUID | None, audience: Audience, event: dict[str, Any] | None
) -> None:
    """Unread counts what a reader can see and others wrote (R-22); that a file is ready to be seen is no news."""
    if event is not None and event["kind"].startswith("media."):
        return
    conversation.news_for_client += sender_id != conversation.client_id and audience in FOR_CLIENTS
    conversation.news_for_worker += sender_id != conversation.worker_id and audience in FOR_WORKERS


FOR_CLIENTS = frozenset({Audience.BOTH, Audience.CLIENT})
FOR_WORKERS = frozenset({Audience.BOTH, Audience.WORKER})


def announce(conversation: Conversation, *rows: TimelineRow) -> None:
    """Have rows told to everybody who may see them, once the running verb has committed."""
    current().announce(RowsAppended(conversation.id, conversation.client_id, conversation.worker_id, rows))


async def append_event(
    conversation: Conversation,
    kind: str,
    *,
    by: UUID | None = None,
    audience: Audience = Audience.BOTH,
    target_seq: int | None = None,
    **facts: Any,
) -> Message:
    """Write what happened: `kind` is one of the contract's event kinds, `facts` are JSON."""
    return await append(
        conversation,
        MessageType.EVENT,
        sender_id=by,
        event={"kind": kind, **facts},
        audience=audience,
        target_seq=target_seq,
    )
