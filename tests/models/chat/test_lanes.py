"""Many messages in one commit: in order, without gaps, nobody pays for a neighbour (R-20)."""

import asyncio
from uuid import UUID

import pytest

from models.chat.audit import audit
from models.chat.lanes import Lanes, Write
from models.chat.payloads import Said
from models.chat.send import go_alone, send, settle
from models.chat.tables import Conversation, Message
from models.database import pool
from models.errors import NotFound
from models.people.tables import User
from tests import a, build_chat, cluster
from tests.locks import blocked

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.req("R-20", "R-24")]


async def people_of(opened: Conversation) -> list[User]:
    return [await User.get(id=opened.client_id), await User.get(id=opened.worker_id)]


async def contents(place: UUID, by: UUID | None = None) -> list[str | None]:
    rows = await Message.filter(conversation_id=place, message_type="text").order_by("seq")
    return [row.content for row in rows if by in {None, row.sender_id}]


async def test_two_processes_and_a_verb_in_the_way_keep_everybodys_order(database: str) -> None:
    places = [await build_chat.conversation(revealed=True) for _ in range(3)]
    processes = [Lanes(await pool(), settle, go_alone) for _ in range(2)]
    written: list[Write] = []
    due = 0
    async with blocked(database, "conversations", places[0].id):
        for number in range(40):
            for opened in places:
                # each side speaks through a process of its own; every fifth message is sent twice
                for person, process in zip(await people_of(opened), processes, strict=True):
                    said = build_chat.text(f"{number:02}", client_msg_id=f"{person.role}-{number}")
                    for _ in range(2 if number % 5 == 0 else 1):
                        process.submit(Write(person, opened.id, said, written.append))
                        due += 1
        await until(lambda: len(written) >= due * 2 // 3)
    await until(lambda: len(written) == due)
    assert all(write.row for write in written)
    for opened in places:
        for person in await people_of(opened):
            said = [word for word in await contents(opened.id, person.id) if word and len(word) == 2]
            assert said == [f"{number:02}" for number in range(40)]
    assert await audit() == []


async def test_what_postgresql_will_not_take_fails_alone() -> None:
    places = [await build_chat.conversation(revealed=True) for _ in range(3)]
    people = [(await people_of(opened))[1] for opened in places]
    bad = Said.model_construct(client_msg_id="bad", message_type="text", content="a\0b", upload_id=None)
    answers = await asyncio.gather(
        send(people[0], places[0].id, build_chat.text("primero")),
        send(people[1], places[1].id, bad),
        send(people[1], places[1].id, build_chat.text("después")),
        send(people[2], places[0].id, build_chat.text("de nadie")),
        send(people[2], places[2].id, build_chat.text("último")),
        return_exceptions=True,
    )
    assert [type(answer).__name__ for answer in answers] == [
        "TimelineRow",
        "CharacterNotInRepertoireError",
        "TimelineRow",
        "NotFound",
        "TimelineRow",
    ]
    assert await audit() == []


async def test_a_busy_conversation_keeps_nobody_else_waiting(database: str) -> None:
    busy, free = [await build_chat.conversation(revealed=True) for _ in range(2)]
    [_, in_busy], [_, in_free] = await people_of(busy), await people_of(free)
    async with blocked(database, "conversations", busy.id) as blocker:
        waiting = [
            asyncio.create_task(send(in_busy, busy.id, build_chat.text(f"{number}"))) for number in range(3)
        ]
        assert (await send(in_free, free.id, build_chat.text("ya"))).seq == free.last_seq + 1
        await blocker.until_waiting(1)
        assert not any(task.done() for task in waiting)
    rows = await asyncio.gather(*waiting)
    assert [row.seq for row in rows] == [busy.last_seq + number for number in (1, 2, 3)]


async def test_the_first_answer_and_the_words_after_it_stay_in_order() -> None:
    opened = await build_chat.conversation()
    client, _ = await people_of(opened)
    words = [f"{number}" for number in range(5)]
    await asyncio.gather(*(send(client, opened.id, build_chat.text(word)) for word in words))
    assert await contents(opened.id, client.id) == words
    assert (await Conversation.get(id=opened.id)).contact_revealed_at is not None


async def test_without_a_database_everybody_is_told_and_a_resend_is_the_first(database: str) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await people_of(opened)
    said = build_chat.text("hola")
    async with cluster.away(database):
        answers = await asyncio.gather(
            send(client, opened.id, said), send(worker, opened.id, said), return_exceptions=True
        )
        assert all(isinstance(answer, Exception) for answer in answers)
    first = await send(client, opened.id, said)
    assert (await send(client, opened.id, said)).id == first.id
    with pytest.raises(NotFound):
        await send(await a.client(), opened.id, said)


async def until(condition) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - other tasks call back
            await asyncio.sleep(0.01)
