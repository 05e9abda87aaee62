"""Clients that are not ours: what they send harms nobody, themselves included where they mean well."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from models.people.log_out import log_out
from models.people.tables import User
from tests import a, build_chat
from tests.realtime.nodes import Node, People, token_of, until

GARBAGE = [
    "",
    "9",
    "x" * 100,
    "42",
    "42{}",
    "42[]",
    "42[5]",
    "42[null]",
    "42[{}]",
    '42["message:send"',
    '42["message:send",' + "[" * 5000,
    '42["connect",{}]',
    '42["disconnect"]',
    '42["message:send",{"content":"\\ud800"}]',
    '4212345678901234567890["sync",{}]',
    '451-["message:send",{"_placeholder":true,"num":0}]',
    '45999999-["message:send"]',
    '42/other,["message:send",{}]',
    "40/other,{}",
    "41",
    "43[]",
    '4399["x"]',
    "44",
    "3",
    "5",
]


@asynccontextmanager
async def raw(node: Node, user: User) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A signed-in WebSocket without a Socket.IO client around it."""
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(f"{node.url}/socket.io/?EIO=4&transport=websocket") as wire,
    ):
        await wire.receive_str()
        await wire.send_str("40" + json.dumps({"token": await token_of(user)}))
        assert (await wire.receive_str()).startswith("40")
        while "ready" not in await wire.receive_str():
            pass
        yield wire


@pytest.mark.req("SEC-11")
async def test_garbage_harms_nobody_else(node: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await User.get(id=opened.client_id), await User.get(id=opened.worker_id)
    bystander = await people.client(node, worker)
    for number, frame in enumerate(GARBAGE):
        async with raw(node, client) as hostile:
            await hostile.send_str(frame)
            await hostile.send_bytes(b"\x00\xff")
            sent = {"conversation_id": str(opened.id), "client_msg_id": f"k{number}", "content": "x"}
            assert (await bystander.ask("message:send", sent))["ok"], frame
    again = await people.client(node, client)
    assert (await again.ask("sync", {}))["ok"]


@pytest.mark.req("SEC-04", "SEC-11")
async def test_nobody_becomes_somebody_else_on_the_way(node: Node) -> None:
    one, two = await a.client(), await a.client()
    async with raw(node, one) as hostile:
        await hostile.send_str('42["disconnect"]')
        await hostile.send_str("42" + json.dumps(["connect", {}, {"token": await token_of(two)}]))
        await hostile.send_str('421["sync",{}]')
        while not (await hostile.receive_str()).startswith("431"):
            pass
        assert node.inside.sockets.has(one.id)
        assert not node.inside.sockets.has(two.id)
    await until(lambda: not node.inside.sockets.has(one.id))


@pytest.mark.req("SEC-03")
async def test_who_is_cut_off_and_holds_the_line_is_hung_up_on(node: Node) -> None:
    person = await a.client()
    async with raw(node, person) as hostile:
        await log_out(person.id)
        async with asyncio.timeout(5):
            said = [frame.data async for frame in hostile]
        assert (said[0], said[1]) == ('42["closing",{"code":"UNAUTHORIZED"}]', "41")
        assert hostile.closed


@pytest.mark.req("SEC-05")
async def test_before_the_handshake_nothing_is_answered(node: Node) -> None:
    async with aiohttp.ClientSession() as http:
        hostile = await http.ws_connect(f"{node.url}/socket.io/?EIO=4&transport=websocket")
        await hostile.receive_str()
        await hostile.send_str('420["sync",{}]')
        await hostile.send_str("40{}")
        answer = await hostile.receive_str()
        assert answer.startswith("44")
        assert "UNAUTHORIZED" in answer
        await hostile.close()
        polled = await http.get(f"{node.url}/socket.io/?EIO=4&transport=polling")
        assert polled.status == 400
