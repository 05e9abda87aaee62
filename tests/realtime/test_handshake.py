"""Who may open a socket, and when it closes."""

import asyncio

import pytest
import socketio

import realtime.node
from models.db import hold_one, transaction
from models.notices.access import head_of
from models.people.log_out import log_out
from models.people.sanction import sanction
from models.people.sessions import authenticate
from models.people.tables import SanctionKind, Session, User, UserStatus
from settings import settings
from tests import a, build_chat
from tests.realtime.nodes import Client, Node, People, token_of, until


def at_home(node: Node) -> str:
    """By name: this client keeps no cookies of addresses."""
    return node.url.replace("127.0.0.1", "localhost")


def cookie(token: str) -> dict[str, str]:
    return {"Cookie": f"{settings().cookie_name}={token}"}


async def refused(node: Node, **how) -> str:
    client = Client()
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.open(at_home(node), **how)
    return client.refusal["message"]


@pytest.mark.req("SEC-02", "SEC-05")
async def test_without_a_good_session_there_is_no_socket(node: Node) -> None:
    for auth in (None, {}, {"token": "nonsense"}, {"token": 5}, {"token": ""}, "nonsense", ["x"]):
        assert await refused(node, auth=auth) == "UNAUTHORIZED"
    person = await a.client()
    token = await token_of(person)
    await User.filter(id=person.id).update(status=UserStatus.SUSPENDED)
    assert await refused(node, auth={"token": token}) == "UNAUTHORIZED"


@pytest.mark.req("R-28")
async def test_a_cookie_opens_a_socket_from_our_pages_only(node: Node) -> None:
    token = await token_of(await a.client())
    for origin in ({}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        assert await refused(node, headers=cookie(token) | origin) == "UNAUTHORIZED"
    client = Client()
    await client.open(at_home(node), headers=cookie(token) | {"Origin": settings().public_url})
    await client.hears("ready")
    await client.socket.disconnect()
    # a token is no browser's own doing, wherever its page is from
    client = Client()
    await client.open(node.url, auth={"token": token}, headers={"Origin": "https://partner.example"})
    await client.hears("ready")
    await client.socket.disconnect()


@pytest.mark.req("SEC-11")
async def test_one_person_has_so_many_sockets_and_no_more(
    node: Node, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(realtime.node, "MOST_SOCKETS", 2)
    person = await a.client()
    token = await token_of(person)
    first = await people.client(node, person, token=token)
    await people.client(node, person, token=token)
    assert await refused(node, auth={"token": token}) == "TOO_MANY_SOCKETS"
    await first.socket.disconnect()
    await until(lambda: len(node.inside.sockets) == 1)
    await people.client(node, person, token=token)


@pytest.mark.req("R-25")
async def test_ready_says_where_everything_stands(node: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    worker = await User.get(id=opened.worker_id)
    told, _ = await head_of(worker.id)
    [ready] = await (await people.client(node, worker)).hears("ready")
    assert ready["heads"] == {str(opened.id): opened.last_seq}
    assert (ready["user_id"], ready["notices"], ready["more"]) == (str(worker.id), told, False)
    assert ready["server_time"].endswith("Z")


@pytest.mark.req("R-16", "SEC-03")
async def test_the_suspended_are_cut_off_everywhere_at_once(node: Node, far: Node, people: People) -> None:
    worker, boss = await a.worker(), await a.admin()
    sockets = [await people.client(where, worker) for where in (node, far)]
    bystander = await people.client(far, await a.client())
    async with transaction():
        await sanction(await hold_one(User, worker.id), SanctionKind.SUSPENSION, "fraude", by=boss.id)
    async with asyncio.timeout(3):
        await asyncio.gather(*(socket.closes() for socket in sockets))
    assert bystander.socket.connected


@pytest.mark.req("SEC-03")
async def test_signing_out_closes_that_sessions_sockets_only(node: Node, far: Node, people: People) -> None:
    person = await a.client()
    tokens = [await token_of(person) for _ in range(2)]
    here, there = (
        await people.client(node, person, token=tokens[0]),
        await people.client(far, person, token=tokens[1]),
    )
    _, session = await authenticate(tokens[1])
    await log_out(person.id, only=session.id)
    await there.closes()
    assert here.socket.connected


@pytest.mark.req("R-26", "SEC-03")
async def test_an_end_that_nobody_announced_is_noticed(node: Node, people: People) -> None:
    person = await a.client()
    socket = await people.client(node, person)
    await Session.filter(user_id=person.id).update(ended_at=person.created_at)
    await node.inside.rights.check()
    await socket.closes()
