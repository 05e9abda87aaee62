"""What was said is found by whoever may read it, whatever the accents."""

from uuid import UUID

import pytest

from models.chat import search as searching
from models.chat.access import conversation_for
from models.chat.search import search
from models.chat.tables import Audience, Conversation, Message
from models.people.tables import User
from tests import build_chat

pytestmark = pytest.mark.usefixtures("database")


async def found(opened: Conversation, reader: UUID, words: str, **more: int) -> list[str]:
    seat = await conversation_for(await User.get(id=reader), opened.id)
    return [row["content"] for row in (await search(seat, words, **more))[0]]


@pytest.mark.req("CHAT-15", "R-27")
async def test_accents_and_capitals_make_no_difference_and_the_newest_comes_first() -> None:
    opened, other = [await build_chat.conversation(revealed=True) for _ in range(2)]
    await build_chat.says(opened.worker_id, opened, "Cambié el CALENTADOR ayer")
    await build_chat.says(opened.client_id, opened, "¿Y el calentadór de arriba?")
    await build_chat.says(other.worker_id, other, "Otro calentador")
    both = ["¿Y el calentadór de arriba?", "Cambié el CALENTADOR ayer"]
    assert await found(opened, opened.client_id, "Calentador") == both
    assert await found(opened, opened.worker_id, "cambie el") == both[1:]
    assert await found(opened, opened.client_id, "100%") == []
    assert await found(opened, opened.client_id, "_") == []


@pytest.mark.req("R-02", "R-22", "R-27")
async def test_what_a_side_may_not_see_it_does_not_find() -> None:
    opened = await build_chat.conversation(revealed=True)
    said = await build_chat.says(opened.worker_id, opened, "Solo para uno")
    await Message.filter(id=said.id).update(audience=Audience.WORKER)
    assert await found(opened, opened.client_id, "solo") == []
    assert await found(opened, opened.worker_id, "solo") == ["Solo para uno"]


@pytest.mark.req("CHAT-15")
async def test_one_question_looks_at_so_many_rows_and_says_where_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = await build_chat.conversation(revealed=True)
    for number in range(6):
        await build_chat.says(opened.worker_id, opened, f"Visita {number}")
    seat = await conversation_for(await User.get(id=opened.client_id), opened.id)
    last = seat.conversation.last_seq
    rows, following = await search(seat, "visita", limit=2)
    assert [row["content"] for row in rows] == ["Visita 5", "Visita 4"]
    assert following == str(rows[-1]["seq"])
    rows, following = await search(seat, "visita", before=int(following), limit=2)
    assert [row["content"] for row in rows] == ["Visita 3", "Visita 2"]
    monkeypatch.setattr(searching, "WINDOW", 3)
    rows, following = await search(seat, "visita 0")
    assert (rows, following) == ([], str(last - 2))
    while following is not None and not rows:
        rows, following = await search(seat, "visita 0", before=int(following))
    assert [row["content"] for row in rows] == ["Visita 0"]
