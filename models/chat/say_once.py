"""What the longer ways of sending share: the same message twice is one row."""

from models.chat import rows, timeline
from models.chat.payloads import Said
from models.chat.tables import Conversation, Message, MessageType
from models.db import find
from models.errors import IdempotencyKeyReused
from models.idempotency import fingerprint
from models.people.sessions import refuse_absent
from models.people.tables import User
from models.uploads.attach import attach
from models.uploads.tables import MediaKind, Purpose, Upload


def body_hash(said: Said) -> str:
    """Tells a resend from another message under the same key."""
    return fingerprint([said.message_type, said.content, said.upload_id])


async def repeated(conversation: Conversation, by: User, said: Said) -> rows.TimelineRow | None:
    """The row that this very message has become already, announced again; under the conversation's lock."""
    known = await Message.get_or_none(
        conversation_id=conversation.id, sender_id=by.id, client_msg_id=said.client_msg_id
    ).select_related("upload")
    if known is None:
        return None
    if known.body_hash != body_hash(said):
        raise IdempotencyKeyReused
    row = rows.written(known, known.upload if known.upload_id else None)
    timeline.announce(conversation, row)
    return row


async def take_file(by: User, said: Said) -> Upload | None:
    """Lock the message's file, the last lock of a verb, before the time is read.

    Who writes is looked at again first, as texts do in their one statement: a socket outlives a sanction when
    its node doesn't hear of it.
    """
    refuse_absent(await find(User, id=by.id))
    if said.upload_id is None:
        return None
    kind = MediaKind(said.message_type)
    return (await attach([said.upload_id], by=by.id, purpose=Purpose.MESSAGE, kinds=[kind]))[0]


async def say(conversation: Conversation, by: User, said: Said, upload: Upload | None) -> rows.TimelineRow:
    """Write the message, with its file if it is one; the conversation is held."""
    row = await timeline.append(
        conversation,
        MessageType(said.message_type),
        sender_id=by.id,
        content=said.content,
        upload=upload,
        client_msg_id=said.client_msg_id,
        body_hash=body_hash(said),
    )
    return rows.written(row, upload)
