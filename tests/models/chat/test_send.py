"""A message: once, in order, by somebody who sits there."""

import asyncio
from uuid import uuid4

import pytest
from pydantic import ValidationError

from models.chat.lanes import Lanes, Write
from models.chat.payloads import Said
from models.chat.rows import TimelineRow
from models.chat.send import go_alone, send, settle
from models.chat.tables import Conversation, Message, Participant, Side
from models.columns import new_id
from models.database import pool
from models.db import spread_by
from models.errors import IdempotencyKeyReused, NotFound
from models.people.sessions import AccountSuspended
from models.people.tables import User, UserStatus
from models.sql import fetch
from tests import a, build_chat
from tests.locks import blocked

pytestmark = pytest.mark.usefixtures("database")


async def seqs(conversation_id) -> list[int]:
    return [row.seq for row in await Message.filter(conversation_id=conversation_id).order_by("seq")]


@pytest.mark.req("CHAT-01", "CHAT-06", "CHAT-08")
async def test_a_message_takes_the_next_place_in_the_timeline() -> None:
    opened = await build_chat.conversation(revealed=True)
    head = opened.last_seq
    row = await build_chat.says(opened.worker_id, opened, "Llego a las diez")
    assert (row.seq, row.content, row.sender_id) == (head + 1, "Llego a las diez", opened.worker_id)
    again = await Conversation.get(id=opened.id)
    assert again.last_seq == row.seq
    assert again.updated_at >= opened.updated_at
    assert again.worker_wrote_at == row.created_at


@pytest.mark.req("R-24")
async def test_a_resend_returns_the_first_row_and_announces_it_again() -> None:
    opened = await build_chat.conversation(revealed=True)
    heard = []

    async def listen(facts) -> None:
        heard.extend(facts)

    stop = spread_by(listen)
    try:
        first = await build_chat.says(opened.worker_id, opened, "Hola", client_msg_id="same")
        second = await build_chat.says(opened.worker_id, opened, "Hola", client_msg_id="same")
    finally:
        stop()
    assert first == second
    assert [fact.rows for fact in heard] == [(first,), (first,)]
    assert (await Conversation.get(id=opened.id)).last_seq == first.seq


@pytest.mark.req("R-24")
async def test_another_body_under_the_same_key_is_refused() -> None:
    opened = await build_chat.conversation(revealed=True)
    await build_chat.says(opened.worker_id, opened, "Hola", client_msg_id="same")
    with pytest.raises(IdempotencyKeyReused):
        await build_chat.says(opened.worker_id, opened, "Adiós", client_msg_id="same")
    # the other side's keys are its own
    await build_chat.says(opened.client_id, opened, "Adiós", client_msg_id="same")


@pytest.mark.req("CHAT-04", "SEC-04")
async def test_a_stranger_finds_no_conversation() -> None:
    opened = await build_chat.conversation(revealed=True)
    head = opened.last_seq
    for stranger in (await a.worker(), await a.client(), await a.admin()):
        with pytest.raises(NotFound):
            await send(stranger, opened.id, build_chat.text())
    with pytest.raises(NotFound):
        await send(await a.client(), uuid4(), build_chat.text())
    assert (await Conversation.get(id=opened.id)).last_seq == head


@pytest.mark.req("R-27")
async def test_staff_who_joined_may_write_until_they_leave() -> None:
    opened = await build_chat.conversation(revealed=True)
    agent = await a.support()
    seat = await Participant.create(
        conversation_id=opened.id, user_id=agent.id, side=Side.STAFF, joined_at=opened.created_at
    )
    assert (await send(agent, opened.id, build_chat.text())).seq == opened.last_seq + 1
    await Participant.filter(id=seat.id).update(left_at=opened.created_at)
    with pytest.raises(NotFound):
        await send(agent, opened.id, build_chat.text())


@pytest.mark.req("R-16")
async def test_the_suspended_are_not_heard() -> None:
    opened = await build_chat.conversation(revealed=True)
    await User.filter(id=opened.worker_id).update(status=UserStatus.SUSPENDED)
    with pytest.raises(AccountSuspended):
        await build_chat.says(opened.worker_id, opened)


@pytest.mark.req("R-20", "CHAT-01")
async def test_twenty_who_send_at_once_leave_no_gap() -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await User.get(id=opened.client_id), await User.get(id=opened.worker_id)
    sent = await asyncio.gather(
        *(send(client if n % 2 else worker, opened.id, build_chat.text(f"{n}")) for n in range(20)),
        *(send(worker, opened.id, build_chat.text("twin", client_msg_id="twin")) for _ in range(5)),
    )
    assert len({row.id for row in sent}) == 21
    assert await seqs(opened.id) == list(range(1, opened.last_seq + 22))


@pytest.mark.req("R-20")
async def test_a_resend_that_waited_for_the_first_one_burns_no_place(database: str) -> None:
    """The statement that waits for the lock must judge by what is there when it gets it."""
    opened = await build_chat.conversation(revealed=True)
    worker = await User.get(id=opened.worker_id)
    said = build_chat.text("x", client_msg_id="k")
    async with blocked(database, "conversations", opened.id) as blocker:
        waiting = asyncio.gather(*(in_another_process(worker, opened, said) for _ in range(4)))
        await blocker.until_waiting(4)
    assert len({row.id for row in await waiting}) == 1
    assert await seqs(opened.id) == list(range(1, opened.last_seq + 2))


async def in_another_process(by: User, opened: Conversation, said: Said) -> TimelineRow:
    """What is sent through one process waits there in line; others have lanes of their own."""
    ended = asyncio.Event()
    write = Write(by, opened.id, said, lambda _: ended.set())
    Lanes(await pool(), settle, go_alone).submit(write)
    await ended.wait()
    assert write.row is not None
    return write.row


async def batch(*messages: tuple[Conversation, User, str], skip: bool = True) -> list[str]:
    """Many messages in one commit, as a batch of several people's sends its own."""
    found = await fetch(
        "send",
        [opened.id for opened, _, _ in messages],
        [by.id for _, by, _ in messages],
        [new_id() for _ in messages],
        [key for _, _, key in messages],
        ["hash" for _ in messages],
        ["x" for _ in messages],
        [True for _ in messages],
        skip,
    )
    return [row["verdict"] for row in found]


@pytest.mark.req("R-20")
async def test_a_batch_refuses_one_by_one_and_leaves_no_gap(database: str) -> None:
    first, second, third = [await build_chat.conversation(revealed=True) for _ in range(3)]
    worker, other = await User.get(id=first.worker_id), await User.get(id=second.worker_id)
    stranger, someone = await a.worker(), await User.get(id=third.worker_id)
    async with blocked(database, "conversations", third.id):
        verdicts = await batch(
            (first, worker, "a"),
            (first, stranger, "b"),
            (second, other, "c"),
            (first, worker, "a"),
            (third, someone, "d"),
            (first, worker, "e"),
            (second, other, "f"),
        )
    assert verdicts == ["written", "missing", "written", "busy", "busy", "written", "written"]
    for opened, new in ((first, 2), (second, 2), (third, 0)):
        assert await seqs(opened.id) == list(range(1, opened.last_seq + new + 1))
    assert await batch((third, someone, "d"), (first, worker, "a")) == ["written", "repeated"]


@pytest.mark.req("CHAT-08", "SEC-11")
@pytest.mark.parametrize(
    "body",
    [
        {"client_msg_id": "k", "content": "a\0b"},
        {"client_msg_id": "k", "content": ""},
        {"client_msg_id": "k", "content": "   "},
        {"client_msg_id": "k", "content": "x" * 5001},
        {"client_msg_id": "k", "content": "\ud800"},
        {"client_msg_id": "k"},
        {"client_msg_id": "", "content": "x"},
        {"client_msg_id": "a b", "content": "x"},
        {"client_msg_id": "k\n", "content": "x"},
        {"client_msg_id": "k" * 65, "content": "x"},
        {"content": "x"},
        {"client_msg_id": "k", "content": "x", "message_type": "event"},
        {"client_msg_id": "k", "content": "x", "message_type": "image"},
        {"client_msg_id": "k", "content": "x", "upload_id": str(uuid4())},
        {"client_msg_id": "k", "content": "x", "sender_id": str(uuid4())},
    ],
)
def test_what_is_no_message_is_refused_before_anything_else(body) -> None:
    with pytest.raises(ValidationError):
        Said.model_validate(body)
