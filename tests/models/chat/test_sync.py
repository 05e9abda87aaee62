"""What a client missed: all of it in order, or a new start; never a part."""

import random
from uuid import UUID, uuid4

import pytest

from models.chat import sync as syncing
from models.chat.access import conversation_for, messages_for
from models.chat.delete import delete
from models.chat.payloads import Missed
from models.chat.state import state_of
from models.chat.sync import catch_up, sync
from models.chat.tables import Audience, Conversation, Participant
from models.chat.timeline import append_event
from models.db import hold_one, transaction
from models.errors import Malformed
from models.notices.tell import tell
from models.people.tables import User
from models.wire import encode
from tests import a, build_chat

pytestmark = pytest.mark.usefixtures("database")


def seqs(entry) -> list[int]:
    return [row["seq"] for row in entry["messages"]]


@pytest.mark.req("R-25", "CHAT-03")
async def test_what_was_missed_comes_in_order_with_the_state_of_now() -> None:
    opened = await build_chat.conversation(revealed=True)
    await build_chat.chatter(opened, 5)
    client = await User.get(id=opened.client_id)
    entry = (await sync(client, {opened.id: 2}, 0)).conversations[str(opened.id)]
    assert seqs(entry) == [3, 4, 5, 6, 7, 8]
    assert (entry["last_seq"], entry["reset"]) == (8, False)
    assert entry["state"] == await state_of(await conversation_for(client, opened.id))


@pytest.mark.req("R-25")
async def test_a_client_that_is_up_to_date_gets_the_state_alone() -> None:
    opened = await build_chat.conversation(revealed=True)
    client = await User.get(id=opened.client_id)
    entry = (await sync(client, {opened.id: opened.last_seq}, 0)).conversations[str(opened.id)]
    assert (entry["messages"], entry["reset"]) == ([], False)


@pytest.mark.req("R-25")
async def test_too_far_behind_or_ahead_or_unknown_is_a_new_start(monkeypatch) -> None:
    monkeypatch.setattr(syncing, "MOST_MISSED", 10)
    monkeypatch.setattr(syncing, "NEWEST", 4)
    opened = await build_chat.conversation(revealed=True)
    await build_chat.chatter(opened, 9)
    client = await User.get(id=opened.client_id)
    head = 12
    for cursors in ({opened.id: 1}, {opened.id: head + 1}, {}):
        entry = (await sync(client, cursors, 0)).conversations[str(opened.id)]
        assert (entry["reset"], entry["last_seq"], seqs(entry)) == (True, head, [9, 10, 11, 12])
    entry = (await sync(client, {opened.id: 2}, 0)).conversations[str(opened.id)]
    assert (entry["reset"], seqs(entry)) == (False, list(range(3, 13)))


@pytest.mark.req("R-25", "SEC-04")
async def test_what_is_not_or_no_longer_the_readers_is_gone() -> None:
    client = await a.client()
    kept, deleted = [await build_chat.conversation(client=client, revealed=True) for _ in range(2)]
    others = await build_chat.conversation()
    await delete(client, deleted.id)
    named = dict.fromkeys((deleted.id, others.id, uuid4()), 0)
    page = await sync(client, named, 0)
    assert {page.conversations[str(key)].get("gone") for key in named} == {True}
    assert set(page.conversations) == {str(key) for key in named} | {str(kept.id)}
    await Participant.filter(conversation_id=kept.id, user_id=client.id).update(left_at=kept.created_at)
    assert (await sync(client, {kept.id: 0}, 0)).conversations[str(kept.id)] == {"gone": True}


@pytest.mark.req("R-25", "R-22")
async def test_hidden_rows_keep_their_places() -> None:
    opened = await build_chat.conversation(revealed=True)
    async with transaction():
        held = await hold_one(Conversation, opened.id)
        await append_event(held, "lead.refund_reminder", audience=Audience.WORKER)
    client = await User.get(id=opened.client_id)
    entry = (await sync(client, {opened.id: 2}, 0)).conversations[str(opened.id)]
    assert seqs(entry) == [3, 4]
    assert entry["messages"][-1] == {"seq": 4, "hidden": True}


@pytest.mark.req("R-25")
async def test_pages_applied_in_turn_are_the_whole_timeline(monkeypatch) -> None:
    monkeypatch.setattr(syncing, "ENOUGH", 6_000)
    client = await a.client()
    opened = [await build_chat.conversation(client=client, revealed=True) for _ in range(7)]
    for number, one in enumerate(opened):
        await build_chat.chatter(one, number)
    cursors = {one.id: number for number, one in enumerate(opened[:5])}
    held = {str(one): list(range(1, seq + 1)) for one, seq in cursors.items()}
    following, pages = None, 0
    while pages == 0 or following:
        page = await sync(client, cursors, 0, behind=following)
        following, pages = page.next, pages + 1
        for key, entry in page.conversations.items():
            held[key] = (held[key] if not entry["reset"] else []) + seqs(entry)
            cursors[UUID(key)] = entry["last_seq"]
    assert pages > 2
    for one in opened:
        seat = await conversation_for(client, one.id)
        rows, _ = await messages_for(seat, limit=100)
        assert held[str(one.id)] == [row["seq"] for row in rows] == list(range(1, seat.conversation.last_seq + 1))
    quiet = await sync(client, cursors, 0)
    assert all(entry["messages"] == [] for entry in quiet.conversations.values())


@pytest.mark.req("R-25")
async def test_notices_follow_the_same_rules(monkeypatch) -> None:
    monkeypatch.setattr(syncing, "MOST_MISSED", 5)
    monkeypatch.setattr(syncing, "NEWEST", 2)
    client = await a.client()
    for number in range(6):
        async with transaction():
            await tell(client.id, "test.told", number=number)

    async def told(cursor: int):
        notices = (await sync(client, {}, cursor)).notices
        return notices["reset"], notices["last_seq"], [item["seq"] for item in notices["items"]]

    assert await told(1) == (False, 6, [2, 3, 4, 5, 6])
    assert await told(0) == (True, 6, [5, 6])
    assert await told(7) == (True, 6, [5, 6])
    assert await told(6) == (False, 6, [])


@pytest.mark.req("R-25")
async def test_the_wire_takes_any_name_and_refuses_a_foreign_page() -> None:
    client = await a.client()
    answer = await catch_up(client, Missed.model_validate({"conversations": {"nonsense": 3}}))
    assert answer["conversations"] == {"nonsense": {"gone": True}}
    assert encode(answer)
    with pytest.raises(Malformed):
        await catch_up(client, Missed(next="nonsense"))


@pytest.mark.req("R-25")
async def test_from_every_cut_the_client_ends_with_the_timeline(monkeypatch) -> None:
    """Offline at a random place for a random time, on small pages: the same as having been there."""
    monkeypatch.setattr(syncing, "MOST_MISSED", 8)
    monkeypatch.setattr(syncing, "NEWEST", 4)
    monkeypatch.setattr(syncing, "MOST_A_PAGE", 2)
    client = await a.client()
    opened = [await build_chat.conversation(client=client, revealed=True) for _ in range(5)]
    chance = random.Random(25)
    held: dict[str, list[int]] = {}
    for _ in range(12):
        for talk in chance.sample(opened, 2):
            await build_chat.chatter(talk, chance.choice((1, 3, 9)))
        for name in chance.sample(sorted(held), len(held) // 2):
            held[name] = held[name][: chance.randrange(1, len(held[name]) + 1)]  # as an older copy would have it
        await catch_up_to_the_end(client, held)
        for talk in opened:
            head = (await Conversation.get(id=talk.id)).last_seq
            kept = held[str(talk.id)]
            assert kept == list(range(kept[0], head + 1))


async def catch_up_to_the_end(reader: User, held: dict[str, list[int]]) -> None:
    cursors, behind, turns = {name: rows[-1] for name, rows in held.items()}, None, 0
    while turns == 0 or behind:
        page = await catch_up(reader, Missed(conversations=cursors, next=behind))
        for name, entry in page["conversations"].items():
            held[name] = ([] if entry["reset"] else held[name]) + seqs(entry)
            assert entry["last_seq"] == held[name][-1]
        behind, turns = page["next"], turns + 1
    assert turns > 1
