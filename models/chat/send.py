"""Say something in a conversation."""

from typing import Any
from uuid import UUID

from models.chat import rows
from models.chat.payloads import Said
from models.chat.reply import reply
from models.chat.rows import TimelineRow
from models.chat.say_once import body_hash
from models.chat.send_file import send_file
from models.chat.timeline import RowsAppended
from models.columns import new_id
from models.contact_details import refuse_contact_details
from models.db import spread
from models.errors import IdempotencyKeyReused, NotFound
from models.people.sessions import AccountSuspended
from models.people.tables import User
from models.sql import fetch


async def send(by: User, conversation_id: UUID, said: Said) -> TimelineRow:
    """Write one message, once, however often it is sent (R-24); a resend returns and announces the first.

    Texts go in one round trip. A client's first answer, which opens the contact, and files take a whole verb.
    """
    if said.content is None:
        return await send_file(by, conversation_id, said)
    found = await _write(by, conversation_id, said)
    is_before_reveal = found["verdict"] == "unchecked"
    if is_before_reveal:
        refuse_contact_details(content=said.content)
        found = await _write(by, conversation_id, said, was_checked=True)
    if found["verdict"] == "answer":
        return await reply(by, conversation_id, said)
    if found["verdict"] not in {"written", "repeated"}:
        raise REFUSALS[found["verdict"]]
    row = rows.said(
        found["message_id"],
        conversation_id,
        found["message_seq"],
        sender_id=by.id,
        content=said.content,
        client_msg_id=said.client_msg_id,
        created_at=found["written_at"],
    )
    fact = RowsAppended(conversation_id, found["client"], found["worker"], (row,), alters=is_before_reveal)
    await spread([fact])
    return row


REFUSALS = {"missing": NotFound, "suspended": AccountSuspended, "conflict": IdempotencyKeyReused}


async def _write(by: User, conversation_id: UUID, said: Said, *, was_checked: bool = False) -> dict[str, Any]:
    found = await fetch(
        "send",
        [conversation_id],
        [by.id],
        [new_id()],
        [said.client_msg_id],
        [body_hash(said)],
        [said.content],
        [was_checked],
        False,
    )
    return found[0]
