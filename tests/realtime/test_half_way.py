"""Connections that end half-way: nothing of them stays behind."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from realtime import node as inside
from realtime.fast import frames
from settings import settings
from tests import a
from tests.realtime.nodes import Node, People, token_of, until
from tests.realtime.test_handshake import refused
from tests.realtime.test_hostile import raw
from tests.realtime.test_wire import Bare, masked

ATTACHMENTS = ['459999999999-["x"]', '461-1["x"]', '4\u06651-["x"]']
"""Announced, and never sent; Python takes other scripts' digits for digits."""


@pytest.fixture
def stock(environment: pytest.MonkeyPatch) -> None:
    """To be asked for before `node`."""
    environment.setenv("WIRE", "stock")
    settings.cache_clear()


@pytest.mark.parametrize("announced", ATTACHMENTS)
@pytest.mark.req("SEC-11")
async def test_who_announces_attachments_while_being_refused_is_hung_up_on(node: Node, announced: str) -> None:
    said = [b'40{"token":"x"}', announced.encode(), b"42" + b"x" * 60]
    async with Bare.open(node) as bare:
        assert await bare.status() == 101
        assert await bare.closes_with(*map(masked, said)) == frames.NOT_TEXT
    await until(lambda: not node.sockets.eio._tasks)
    assert not node.sockets._binary_packet


@pytest.mark.parametrize("announced", ATTACHMENTS)
@pytest.mark.req("SEC-11")
async def test_who_is_signed_in_and_announces_attachments_is_hung_up_on(node: Node, announced: str) -> None:
    person = await a.client()
    async with raw(node, person) as hostile:
        await hostile.send_str(announced)
        heard = await hostile.receive(timeout=10)
        assert (heard.type, heard.data) == (aiohttp.WSMsgType.CLOSE, frames.NOT_TEXT)
    await until(lambda: not node.inside.sockets.has(person.id))
    assert not node.sockets._binary_packet


@pytest.mark.req("SEC-11")
async def test_the_stock_wire_keeps_nothing_for_announced_attachments(stock: None, node: Node) -> None:
    async with raw(node, await a.client()) as hostile:
        for number, announced in enumerate(ATTACHMENTS):
            await hostile.send_str(announced)
            await hostile.send_str(f'42{number}["sync",{{}}]')
            assert (await hostile.receive_str(timeout=10)).startswith(f"43{number}")
        assert not node.sockets._binary_packet


def nobody_is_there(node: Node) -> bool:
    """As far as a process knows, and Socket.IO in it."""
    rooms, pending = node.inside.bus.rooms, node.inside.bus.pending_connect
    return not (len(node.inside.sockets) or rooms or pending or node.sockets.environ)


@pytest.mark.req("CHAT-02")
async def test_staff_whose_seats_cannot_be_looked_up_are_told_to_try_again(
    node: Node, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    unbroken, broke = inside.fetch, asyncio.Event()

    async def fetch(name: str, *given: Any) -> Any:
        if not broke.is_set():
            broke.set()
            raise ConnectionError(name)
        return await unbroken(name, *given)

    agent = await a.admin()
    token = await token_of(agent)
    monkeypatch.setattr(inside, "fetch", fetch)
    assert await refused(node, auth={"token": token}) == "TRY_AGAIN"
    await until(lambda: nobody_is_there(node))
    await people.client(node, agent, token=token)


@pytest.mark.req("SEC-11")
async def test_who_says_goodbye_before_hello_leaves_nothing(node: Node) -> None:
    async with Bare.open(node) as bare:
        assert await bare.status() == 101
        assert await bare.closes_with(masked(b"1") + masked(b"40")) == frames.NORMAL
    await until(lambda: not node.sockets.eio._tasks)
    assert nobody_is_there(node)


@pytest.mark.req("SEC-11")
async def test_who_says_goodbye_before_hello_on_the_stock_wire_leaves_nothing(stock: None, node: Node) -> None:
    async with Bare.open(node) as bare:
        assert await bare.status() == 101
        bare.writer.write(masked(b"1") + masked(b"40"))
    await until(lambda: not node.sockets.eio.sockets)
    assert nobody_is_there(node)


@pytest.mark.req("SEC-11")
async def test_nothing_is_taken_after_a_goodbye(node: Node) -> None:
    person = await a.client()
    hello = b"40" + json.dumps({"token": await token_of(person)}).encode()
    for goodbye in (masked(b"1"), masked(b"\x03\xe8", 0x88)):
        async with Bare.open(node) as bare:
            assert await bare.status() == 101
            assert await bare.closes_with(goodbye + masked(hello) + masked(b"x", 0x82)) == frames.NORMAL
        await until(lambda: not node.sockets.eio._tasks)
        assert nobody_is_there(node)


@pytest.mark.req("CHAT-02")
async def test_what_fails_while_somebody_is_let_in_leaves_nobody_waiting(
    node: Node, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    unbroken, broke = node.sockets.enter_room, asyncio.Event()

    async def enter_room(*given: Any, **how: Any) -> None:
        if not broke.is_set():
            broke.set()
            raise ConnectionError
        await unbroken(*given, **how)

    monkeypatch.setattr(node.sockets, "enter_room", enter_room)
    person = await a.client()
    token = await token_of(person)
    async with Bare.open(node) as bare:
        assert await bare.status() == 101
        assert await bare.closes_with(masked(b"40" + json.dumps({"token": token}).encode())) == frames.NORMAL
    await until(lambda: nobody_is_there(node))
    await people.client(node, person, token=token)
