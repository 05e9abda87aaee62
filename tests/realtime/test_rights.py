"""Who may no longer listen is let go on every process, within a second, told or not told."""

import asyncio

import pytest

from models.chat.tables import Participant, Side
from models.columns import new_id
from models.errors import TooMany
from models.people.tables import Role, Session, User
from ops.embedded import Redis
from realtime import node as the_node
from realtime.pace import Paces
from realtime.rooms import staff_room
from tests import a, build_chat
from tests.realtime.nodes import Client, Node, People, until


async def everywhere(people: People, nodes: tuple[Node, ...], user: User) -> list[Client]:
    return [await people.client(node, user) for node in nodes]


async def cut_off(sockets: list[Client]) -> list[str]:
    """Why, once all are closed."""
    await asyncio.gather(*(socket.closes() for socket in sockets))
    return [socket.heard["closing"][0]["code"] for socket in sockets]


@pytest.mark.req("R-16", "R-26", "SEC-03")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": "suspended"}, "ACCOUNT_SUSPENDED"),
        ({"status": "banned"}, "ACCOUNT_SUSPENDED"),
        ({"role": Role.SUPPORT}, "UNAUTHORIZED"),
    ],
)
async def test_what_nobody_announced_is_found_out_everywhere(
    node: Node, far: Node, people: People, change: dict[str, str], code: str
) -> None:
    person = await a.client()
    sockets = await everywhere(people, (node, far), person)
    bystander = await people.client(far, await a.client())
    await User.filter(id=person.id).update(**change)
    assert await cut_off(sockets) == [code, code]
    assert bystander.socket.connected


@pytest.mark.req("SEC-03", "R-28")
async def test_ended_sessions_are_found_out_everywhere(node: Node, far: Node, people: People) -> None:
    person = await a.client()
    sockets = await everywhere(people, (node, far), person)
    await Session.filter(user_id=person.id).update(ended_at=person.created_at)
    assert await cut_off(sockets) == ["UNAUTHORIZED", "UNAUTHORIZED"]


@pytest.mark.req("R-16", "R-26")
async def test_a_sanction_holds_while_redis_is_away(own_redis: Redis, node: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    person = await User.get(id=opened.client_id)
    heard, bystander = [await people.client(node, one) for one in (person, await User.get(id=opened.worker_id))]
    own_redis.stop()
    await until(lambda: node.inside.bus.is_away)
    await User.filter(id=person.id).update(status="suspended")
    assert await cut_off([heard]) == ["ACCOUNT_SUSPENDED"]
    assert bystander.socket.connected


@pytest.mark.req("R-27", "R-22")
async def test_a_seat_that_was_lost_unheard_is_left(node: Node, far: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    agent = await a.support()
    sockets = await everywhere(people, (node, far), agent)
    await Participant.create(
        conversation_id=opened.id, user_id=agent.id, side=Side.STAFF, joined_at=opened.created_at
    )
    room = staff_room(opened.id)
    nodes = (node, far)
    await until(lambda: all(seated(where, agent, room) for where in nodes))
    await Participant.filter(conversation_id=opened.id, user_id=agent.id).update(left_at=opened.created_at)
    await until(lambda: not any(seated(where, agent, room) for where in nodes))
    assert all(socket.socket.connected for socket in sockets)


def seated(where: Node, agent: User, room: str) -> bool:
    return any(room in where.sockets.rooms(socket.sid) for socket in where.inside.sockets.of_user(agent.id))


@pytest.mark.req("SEC-11")
async def test_many_sockets_of_one_person_are_one_person(node: Node, people: People) -> None:
    person, other = await a.client(), await a.client()
    sockets = [await people.client(node, person) for _ in range(2)]
    of_both = [node.inside.sockets.of_user(person.id)[place].theirs for place in range(2)]
    assert of_both[0] is of_both[1]
    of_both[0].spend(of_both[0]._left)
    for socket in sockets:
        answer = await socket.ask("sync", {})
        assert answer["error"]["code"] == "TOO_MANY"
    assert (await (await people.client(node, other)).ask("sync", {}))["ok"]


@pytest.mark.req("SEC-11")
def test_coming_back_does_not_fill_a_pace() -> None:
    paces = Paces(1, 2)
    user_id = new_id()
    paces.of(user_id).spend(2)
    paces.forget_full(())
    with pytest.raises(TooMany):
        paces.of(user_id).spend(1)
    paces.of(user_id)._then -= 10
    paces.forget_full(())
    assert not paces._paces


@pytest.mark.req("SEC-11")
async def test_a_flood_of_nonsense_is_told_why_it_ends(
    node: Node, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(the_node, "MOST_REFUSED", 5)
    hostile, bystander = await people.client(node, await a.client()), await people.client(node, await a.client())
    for _ in range(8):
        await hostile.socket.emit("sync", {"conversations": 5})
    await hostile.closes()
    assert hostile.heard["closing"] == [{"code": "MALFORMED"}]
    assert (await bystander.ask("sync", {}))["ok"]
