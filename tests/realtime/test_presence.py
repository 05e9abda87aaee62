"""Typing and presence: among people who share a conversation, seldom, and over by themselves."""

import time

import pytest

from integrations.presence import online
from models.chat.tables import Participant
from models.leads.tables import LeadPurchase, PurchaseStatus
from models.people.tables import User
from realtime import keystrokes, presence
from tests import a, build_chat
from tests.realtime.nodes import Client, Node, People, until


async def quiet(client: Client) -> None:
    """Until everything sent before this has been answered."""
    assert (await client.ask("sync", {}))["ok"]


@pytest.mark.req("CHAT-02")
async def test_typing_is_told_to_the_other_side_once_and_ends(node: Node, far: Node, people: People) -> None:
    opened = await build_chat.conversation()
    client, worker = await User.get(id=opened.client_id), await User.get(id=opened.worker_id)
    others = await build_chat.conversation(client=client)
    at_clients, at_workers = await people.client(far, client), await people.client(node, worker)
    neighbour = await people.client(node, await User.get(id=others.worker_id))
    here = {"conversation_id": str(opened.id)}
    for on in (True, True, False, False):
        await at_workers.socket.emit("typing", here | {"on": on})
        await quiet(at_workers)
    told = await at_clients.hears("typing", 2)
    assert [(one["user_id"], one["on"]) for one in told] == [(str(worker.id), True), (str(worker.id), False)]
    assert told[0]["conversation_id"] == str(opened.id)
    assert not at_workers.heard["typing"]
    assert not neighbour.heard["typing"]


@pytest.mark.req("CHAT-02")
async def test_who_flickers_is_heard_no_more_often_than_who_types(node: Node, people: People) -> None:
    opened = await build_chat.conversation()
    at_clients = await people.client(node, await User.get(id=opened.client_id))
    at_workers = await people.client(node, await User.get(id=opened.worker_id))
    here = {"conversation_id": str(opened.id)}
    await at_workers.socket.emit("typing", here | {"on": True})
    await at_clients.hears("typing")
    for on in (False, True, False, True):
        await at_workers.socket.emit("typing", here | {"on": on})
    await quiet(at_workers)
    await quiet(at_clients)
    assert [one["on"] for one in at_clients.heard["typing"]] == [True, False]
    [writing] = next(iter(node.inside.keystrokes._writing)).typing.values()
    assert not writing.is_on


@pytest.mark.req("CHAT-02", "SEC-04")
async def test_a_stranger_types_to_nobody(node: Node, people: People) -> None:
    opened = await build_chat.conversation()
    at_clients = await people.client(node, await User.get(id=opened.client_id))
    stranger = await people.client(node, await a.worker())
    answer = await stranger.ask("typing", {"conversation_id": str(opened.id), "on": True})
    assert answer["error"]["code"] == "NOT_FOUND"
    assert not at_clients.heard["typing"]


@pytest.mark.req("CHAT-02")
async def test_typing_ends_when_the_typist_falls_silent_or_goes(
    node: Node, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = await build_chat.conversation()
    at_clients = await people.client(node, await User.get(id=opened.client_id))
    at_workers = await people.client(node, await User.get(id=opened.worker_id))
    here = {"conversation_id": str(opened.id), "on": True}
    await at_workers.socket.emit("typing", here)
    await at_clients.hears("typing")
    monkeypatch.setattr(keystrokes, "OVER_AFTER", 0.0)
    assert [one["on"] for one in await at_clients.hears("typing", 2)] == [True, False]

    monkeypatch.setattr(keystrokes, "OVER_AFTER", 60.0)
    await at_workers.socket.emit("typing", here)
    await at_clients.hears("typing", 3)
    await at_workers.socket.disconnect()
    assert [one["on"] for one in await at_clients.hears("typing", 4)] == [True, False, True, False]


@pytest.mark.req("CHAT-02")
async def test_who_comes_and_goes_is_told_to_those_who_share_a_conversation(
    node: Node, far: Node, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "GRACE", 0.2)
    opened = await build_chat.conversation()
    client, worker = await User.get(id=opened.client_id), await User.get(id=opened.worker_id)
    stranger = await people.client(node, await a.worker())
    at_clients = await people.client(node, client)
    await until_known(node, far)
    at_workers = await people.client(far, worker)
    came = {"conversation_id": str(opened.id), "user_id": str(worker.id), "online": True}
    assert await at_clients.hears("presence") == [came]
    assert await at_workers.hears("presence") == [came | {"user_id": str(client.id)}]

    second = await people.client(far, worker)
    await at_workers.socket.disconnect()
    await second.socket.disconnect()
    assert await at_clients.hears("presence", where=lambda one: not one["online"]) == [came | {"online": False}]
    assert not stranger.heard["presence"]


async def until_known(*nodes: Node) -> None:
    for node in nodes:
        await node.inside.presence._say_we_live()


@pytest.mark.req("CHAT-02")
async def test_a_reload_is_no_leaving(node: Node, people: People) -> None:
    opened = await build_chat.conversation()
    at_clients = await people.client(node, await User.get(id=opened.client_id))
    worker = await User.get(id=opened.worker_id)
    at_workers = await people.client(node, worker)
    await at_clients.hears("presence")
    await at_workers.socket.disconnect()
    await until(lambda: not node.inside.sockets.has(worker.id))
    await people.client(node, worker)
    await node.inside.presence.beat()
    # twice is fine: both may have come at once, and a frame is a hint
    assert {one["online"] for one in at_clients.heard["presence"]} == {True}


@pytest.mark.req("CHAT-02")
async def test_the_people_of_a_process_that_died_are_gone(
    node: Node, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "SETTLED_AFTER", 0.0)
    client = await a.client()
    workers = {(await build_chat.conversation(client=client)).worker_id for _ in range(3)}
    at_clients = await people.client(node, client)
    theirs = node.inside.presence._redis
    await theirs.sadd(f"{presence.NODES}:dead", *map(str, workers))
    await theirs.zadd(presence.NODES, {"dead": time.time() - 60})
    await node.inside.presence._say_we_live()
    told = await at_clients.hears("presence", 3)
    assert {(one["user_id"], one["online"]) for one in told} == {(str(worker), False) for worker in workers}


@pytest.mark.req("CHAT-02")
async def test_who_left_while_redis_was_away_is_gone_with_the_next_sign_of_life(
    node: Node, people: People
) -> None:
    here, gone = await a.worker(), await a.worker()
    await people.client(node, here)
    inside = node.inside.presence
    await inside._redis.sadd(presence._people_of(inside._me), str(gone.id))
    await inside._say_we_live()
    assert await online({here.id, gone.id}) == {here.id}


@pytest.mark.req("CHAT-02", "R-26")
async def test_the_people_of_a_process_that_was_taken_for_dead_are_here_again(
    node: Node, far: Node, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "SETTLED_AFTER", 0.0)
    opened = await build_chat.conversation()
    at_clients = await people.client(node, await User.get(id=opened.client_id))
    await until_known(node, far)
    await people.client(far, await User.get(id=opened.worker_id))
    await at_clients.hears("presence")
    theirs = far.inside.presence
    theirs._beat_at = float("inf")  # from here on when the test says so
    await theirs._redis.zadd(presence.NODES, {theirs._me: time.time() - 60})
    await node.inside.presence._say_we_live()
    await at_clients.hears("presence", where=lambda one: not one["online"])
    await theirs._say_we_live()
    await at_clients.hears("presence", 3)
    assert [one["online"] for one in at_clients.heard["presence"]] == [True, False, True]


@pytest.mark.req("CHAT-02", "R-26")
async def test_after_an_outage_nobody_is_taken_for_dead_before_they_could_say_that_they_live(
    node: Node, far: Node
) -> None:
    await until_known(node, far)
    ours, theirs = node.inside.presence, far.inside.presence
    ours._beat_at = theirs._beat_at = float("inf")
    ours._lived_at = ours._lives_since = time.monotonic() - 60
    await ours._redis.zadd(presence.NODES, {theirs._me: time.time() - 60})
    await ours._say_we_live()
    assert await ours._redis.zscore(presence.NODES, theirs._me) is not None
    ours._lives_since -= presence.SETTLED_AFTER
    await ours._redis.zadd(presence.NODES, {theirs._me: time.time() - 60})
    await ours._say_we_live()
    assert await ours._redis.zscore(presence.NODES, theirs._me) is None


@pytest.mark.req("CHAT-02")
async def test_nobody_is_told_through_a_conversation_that_is_put_aside_or_refunded(node: Node) -> None:
    put_aside, refunded, open_one = [await build_chat.conversation() for _ in range(3)]
    await Participant.filter(conversation_id=put_aside.id, user_id=put_aside.client_id).update(archived_seq=100)
    await LeadPurchase.filter(id=refunded.purchase_id).update(
        status=PurchaseStatus.REFUNDED, refunded_at=refunded.created_at
    )
    for closed in (put_aside, refunded):
        for person in (closed.client_id, closed.worker_id):
            assert await presence.neighbours_of(person) == []
    [neighbour] = await presence.neighbours_of(open_one.client_id)
    assert neighbour["user_id"] == open_one.worker_id


@pytest.mark.req("CHAT-02")
async def test_one_socket_writes_in_few_places_and_ends_them_without_a_look(
    node: Node, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keystrokes, "MOST_PLACES", 2)
    worker = await a.worker()
    opened = [await build_chat.conversation(worker=worker) for _ in range(keystrokes.MOST_PLACES + 1)]
    first = await people.client(node, await User.get(id=opened[0].client_id))
    at_workers = await people.client(node, worker)
    for talk in opened:
        await at_workers.socket.emit("typing", {"conversation_id": str(talk.id), "on": True})
        await quiet(at_workers)
        await first.hears("typing")
    assert [one["on"] for one in await first.hears("typing", 2)] == [True, False]
    [socket] = node.inside.sockets.of_user(worker.id)
    assert len(socket.typing) == keystrokes.MOST_PLACES
    await at_workers.socket.disconnect()
    await until(lambda: not node.inside.keystrokes._writing)
