"""Each person's own silence in a conversation."""

import asyncio
from typing import Any

import pytest

from models.chat.access import conversation_for
from models.chat.delete import delete
from models.chat.flag import flag
from models.chat.join import join, leave
from models.chat.mute import mute, unmute
from models.chat.state import state_of
from models.chat.tables import Conversation, FlagReason, Participant
from models.errors import NotFound
from models.people.tables import User
from tests import a, build_chat

pytestmark = pytest.mark.usefixtures("database")


async def seen_by(person: User, opened: Conversation) -> dict[str, Any]:
    return await state_of(await conversation_for(person, opened.id))


async def seat_of(person: User, opened: Conversation) -> Participant:
    return await Participant.get(conversation_id=opened.id, user_id=person.id)


@pytest.mark.req("CHAT-16")
async def test_either_side_silences_for_itself_and_nothing_that_happens_ends_it() -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await User.get(id=opened.client_id), await User.get(id=opened.worker_id)
    await mute(client, opened.id)
    row = await build_chat.says(worker.id, opened)
    mine, theirs = await seen_by(client, opened), await seen_by(worker, opened)
    assert (mine["is_muted"], theirs["is_muted"]) == (True, False)
    assert (mine["unread_count"], mine["last_message"]["seq"]) == (2, row.seq), "the answer's event, and a message"
    await mute(worker, opened.id)
    await unmute(client, opened.id)
    assert [(await seen_by(person, opened))["is_muted"] for person in (client, worker)] == [False, True]


async def test_asked_twice_it_is_as_it_was_asked_first() -> None:
    opened = await build_chat.conversation(revealed=True)
    client = await User.get(id=opened.client_id)
    await unmute(client, opened.id)
    assert (await seat_of(client, opened)).quiet_seq == 0, "there was no silence to end"
    await asyncio.gather(*[mute(client, opened.id) for _ in range(5)])
    first = await seat_of(client, opened)
    await mute(client, opened.id)
    assert (await seat_of(client, opened)).muted_at == first.muted_at is not None
    await asyncio.gather(*[unmute(client, opened.id) for _ in range(5)])
    row = await build_chat.says(opened.worker_id, opened)
    await unmute(client, opened.id)  # sent again: its answer had been lost
    ended = await seat_of(client, opened)
    assert (ended.muted_at, ended.quiet_seq) == (None, row.seq - 1)


@pytest.mark.req("SEC-05")
@pytest.mark.parametrize("verb", [mute, unmute])
async def test_only_who_sits_there_silences(verb: Any) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, agent = await User.get(id=opened.client_id), await a.support()
    with pytest.raises(NotFound):
        await verb(await a.client(), opened.id)
    await flag(opened.id, by=client, reason=FlagReason.SPAM)
    await join(agent, opened.id)
    await verb(agent, opened.id)
    await leave(agent, opened.id)
    with pytest.raises(NotFound):
        await verb(agent, opened.id)
    gone = await build_chat.conversation(client=client)
    await delete(client, gone.id)
    with pytest.raises(NotFound):
        await verb(client, gone.id)
