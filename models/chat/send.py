"""Say something in a conversation."""

import asyncio
from typing import Any
from uuid import UUID

from models.chat import lanes, rows
from models.chat.lanes import Lanes, Write
from models.chat.payloads import Said
from models.chat.reply import reply
from models.chat.rows import TimelineRow
from models.chat.send_file import send_file
from models.chat.timeline import Reading, RowsAppended, Standing
from models.contact_details import refuse_contact_details
from models.db import spread
from models.errors import IdempotencyKeyReused, NotFound, Refusal
from models.people.sessions import AccountSuspended
from models.people.tables import User


async def send(by: User, conversation_id: UUID, said: Said) -> TimelineRow:
    """Write one message, once, however often it is sent (R-24); a resend returns and announces the first.

    Texts go in one round trip, together with others. A client's first answer, which opens the contact, and files
    take a whole verb, in their turn.
    """
    ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    write = Write(by, conversation_id, said, lambda _: None if ended.done() else ended.set_result(None))
    (await ways()).submit(write)
    await ended
    if write.row is None:
        raise write.error or NotFound
    return write.row


async def ways() -> Lanes:
    """Where writes are submitted; for whoever waits for them otherwise than `send` does."""
    return await lanes.lanes(settle, go_alone)


async def settle(answered: list[tuple[Write, Any]]) -> None:
    """End what was written, repeated or refused: tell it, then tell who said it."""
    facts: list[Any] = []
    for write, answer in answered:
        if write.verdict in {"written", "repeated"}:
            write.row = rows.said(
                answer["message_id"],
                write.conversation_id,
                answer["message_seq"],
                sender_id=write.by.id,
                content=write.said.content or "",
                client_msg_id=write.said.client_msg_id,
                created_at=answer["written_at"],
            )
            facts.append(appended(write, answer))
        else:
            write.error = REFUSALS[write.verdict]()
    await spread(facts)
    for write, _ in answered:
        write.end()


def appended(write: Write, answer: Any) -> RowsAppended:
    assert write.row is not None  # noqa: S101 - just made
    return RowsAppended(
        write.conversation_id,
        answer["client"],
        answer["worker"],
        (write.row,),
        alters=write.was_checked,
        standing=standing(answer) if write.verdict == "written" and not answer["is_watched"] else None,
    )


def standing(answer: Any) -> Standing:
    return Standing(
        answer["moved_at"],
        Reading(answer["client_unread"], answer["client_read"], answer["client_archived"]),
        Reading(answer["worker_unread"], answer["worker_read"], answer["worker_archived"]),
    )


REFUSALS: dict[str, type[Refusal]] = {
    "missing": NotFound,
    "suspended": AccountSuspended,
    "conflict": IdempotencyKeyReused,
}


async def go_alone(write: Write) -> None:
    """What couldn't go with others: a file, a first answer, words to look at, a busy conversation."""
    try:
        await _carry_alone(write)
    except Exception as error:  # noqa: BLE001 - it is its sender's to hear
        write.end(error)


async def _carry_alone(write: Write) -> None:
    if write.said.content is None:
        write.row = await send_file(write.by, write.conversation_id, write.said)
        write.end()
        return
    while True:
        if write.verdict == "unchecked":
            refuse_contact_details(content=write.said.content)
            write.was_checked = True
        if write.verdict == "answer":
            write.row = await reply(write.by, write.conversation_id, write.said)
            write.end()
            return
        [answer] = await (await ways()).carry([write], skip_busy=False)
        write.verdict = answer["verdict"]
        if write.verdict not in lanes.NOT_YET:
            await settle([(write, answer)])
            return
