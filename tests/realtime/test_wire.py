"""The wire itself: what is no WebSocket is closed with its reason, and who does not read is cut off alone."""

import asyncio
import base64
import contextlib
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.speedups import apply_mask

from models.people.tables import User
from realtime.fast import frames
from realtime.rooms import user_room
from settings import settings
from tests import a, build_chat
from tests.realtime.nodes import Node, People, token_of, until
from tests.realtime.test_hostile import raw

MASK = b"\x01\x02\x03\x04"


def masked(payload: bytes, first: int = 0x81) -> bytes:
    size = len(payload)
    wide = bytes((0x80 | size,)) if size < 126 else b"\xfe" + size.to_bytes(2)
    return bytes((first,)) + wide + MASK + apply_mask(payload, MASK)


@given(payloads=st.lists(st.binary(max_size=300), max_size=6), cut=st.integers(0, 2000))
def test_frames_come_whole_wherever_the_network_cuts_them(payloads: list[bytes], cut: int) -> None:
    data = b"".join(map(masked, payloads))
    found, left = frames.split(data[:cut], 65536)
    more, left = frames.split(left + data[cut:], 65536)
    assert [payload for _, payload in found + more] == payloads
    assert left == b""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x81\x05hello", frames.PROTOCOL_ERROR),
        (masked(b"x", 0xC1), frames.PROTOCOL_ERROR),
        (masked(b"x" * 200, 0x89), frames.PROTOCOL_ERROR),
        (masked(b"x", 0x09), frames.PROTOCOL_ERROR),
        (b"\x81\xff" + (1 << 40).to_bytes(8) + MASK, frames.TOO_BIG),
        (masked(b"x" * 1001), frames.TOO_BIG),
    ],
)
def test_what_no_client_sends_is_broken(data: bytes, code: int) -> None:
    with pytest.raises(frames.Broken) as broken:
        frames.split(data, 1000)
    assert broken.value.code == code


class Bare:
    """A connection without any library."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    @asynccontextmanager
    async def open(
        cls, node: Node, path: str = "/socket.io/?EIO=4&transport=websocket", **headers: str
    ) -> AsyncIterator["Bare"]:
        host, _, port = node.url.removeprefix("http://").partition(":")
        bare = cls(*await asyncio.open_connection(host, int(port)))
        given = {
            "Host": "localhost",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items()), "", ""]
        bare.writer.write("\r\n".join(lines).encode())
        try:
            async with asyncio.timeout(10):
                yield bare
        finally:
            bare.writer.close()
            with contextlib.suppress(OSError):
                await bare.writer.wait_closed()

    async def status(self) -> int:
        head = await self.reader.readuntil(b"\r\n\r\n")
        return int(head.split(b" ")[1])

    async def frame(self) -> tuple[int, bytes]:
        first, size = await self.reader.readexactly(2)
        if size == 126:
            size = int.from_bytes(await self.reader.readexactly(2))
        return first, await self.reader.readexactly(size)

    async def closes_with(self, *frames_sent: bytes) -> int:
        self.writer.write(b"".join(frames_sent))
        while True:
            first, payload = await self.frame()
            if first == 0x88:
                assert await self.reader.read() == b""
                return int.from_bytes(payload[:2])


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/elsewhere", {}, 404),
        ("/socket.io/?EIO=3&transport=websocket", {}, 400),
        ("/socket.io/?EIO=4&transport=polling", {}, 400),
        ("/socket.io/?EIO=4&transport=websocket&sid=abc", {}, 400),
        ("/socket.io/?EIO=4&transport=websocket", {"Sec_WebSocket_Version": "8"}, 426),
    ],
)
async def test_what_is_no_handshake_of_ours_is_refused(
    node: Node, path: str, headers: dict[str, str], status: int
) -> None:
    async with Bare.open(node, path, **headers) as bare:
        assert await bare.status() == status
        assert await bare.reader.read() == b""


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ([b"\x81\x05hello"], frames.PROTOCOL_ERROR),
        ([masked(b"x", 0x82)], frames.NOT_TEXT),
        ([masked(b"x", 0x80)], frames.PROTOCOL_ERROR),
        ([masked(b"4", 0x01), masked(b"4")], frames.PROTOCOL_ERROR),
        ([masked(b"4" * 60000, 0x01), masked(b"4" * 60000, 0x80)], frames.TOO_BIG),
        ([masked(b"40\xff")], frames.NOT_UTF8),
        ([masked(b"43[]")] * 30, frames.POLICY),
        ([masked(b"\x03\xe8", 0x88)], 1000),
        ([masked(b"1")], 1000),
    ],
)
@pytest.mark.req("SEC-11")
async def test_a_connection_is_closed_with_its_reason(node: Node, sent: list[bytes], code: int) -> None:
    async with Bare.open(node) as bare:
        assert await bare.status() == 101
        assert await bare.closes_with(*sent) == code
    await until(lambda: not node.sockets.eio.sockets)


async def test_pings_are_answered_and_parts_put_together(node: Node, people: People) -> None:
    async with Bare.open(node) as bare:
        assert await bare.status() == 101
        bare.writer.write(masked(b"hm", 0x89) + masked(b"2pro", 0x01) + masked(b"!", 0x89) + masked(b"be", 0x80))
        heard = [await bare.frame() for _ in range(4)]
    assert heard[0][1].startswith(b'0{"sid"')
    assert heard[1:] == [(0x8A, b"hm"), (0x8A, b"!"), (0x81, b"3probe")]


@pytest.mark.req("SEC-11")
async def test_who_does_not_read_is_cut_off_while_others_notice_nothing(node: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    worker, client = await User.get(id=opened.worker_id), await User.get(id=opened.client_id)
    async with raw(node, worker):
        at_client = await people.client(node, client)
        for _ in range(4000):
            node.inside.bus.broadcast_here("presence", {"x": "x" * 60000}, user_room(worker.id))
            await asyncio.sleep(0)
            if not node.inside.sockets.has(worker.id):
                break
        await until(lambda: not node.inside.sockets.has(worker.id))
        said = {"conversation_id": str(opened.id), "client_msg_id": "k", "content": "Sigo aquí"}
        assert (await at_client.ask("message:send", said))["ok"]
        await at_client.hears("message:new")


async def test_a_socket_that_never_says_who_it_is_is_closed(node: Node, people: People) -> None:
    async with Bare.open(node) as bare:
        assert await bare.status() == 101
        await until(lambda: bool(node.sockets.eio.sockets))
        for _ in range(len(node.sockets.eio._wheel)):
            node.sockets.eio._turn()
        assert await bare.closes_with() == frames.POLICY


async def test_who_answers_no_ping_is_gone(node: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    worker = await User.get(id=opened.worker_id)
    async with raw(node, worker) as wire:
        for _ in range(len(node.sockets.eio._wheel)):
            node.sockets.eio._turn()
        assert (await past_frames(wire)).data == "2"
        for _ in range(len(node.sockets.eio._wheel)):
            node.sockets.eio._turn()
        assert (await past_frames(wire)).type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}
    await until(lambda: not node.inside.sockets.has(worker.id))


@pytest.mark.req("CHAT-02")
async def test_who_hangs_up_while_being_let_in_is_not_there(node: Node) -> None:
    person = await a.worker()
    hello = b"40" + json.dumps({"token": await token_of(person)}).encode()
    async with Bare.open(node) as bare:
        assert await bare.status() == 101
        assert await bare.closes_with(masked(hello) + masked(b"\x03\xe8", 0x88)) == 1000
    await until(lambda: not node.sockets.eio._tasks)
    assert not node.inside.sockets.has(person.id)
    assert not list(node.inside.bus.get_participants("/", None))
    assert not node.sockets.environ


async def past_frames(wire: aiohttp.ClientWebSocketResponse) -> aiohttp.WSMessage:
    """What comes next of the wire itself: frames of what has just happened may still be on their way."""
    while (heard := await wire.receive()).type is aiohttp.WSMsgType.TEXT and heard.data.startswith("42"):
        pass
    return heard


@pytest.fixture
def stock(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("WIRE", "stock")
    settings.cache_clear()


async def test_the_stock_wire_does_the_same(stock: None, node: Node, far: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    worker, client = await User.get(id=opened.worker_id), await User.get(id=opened.client_id)
    at_worker = await people.client(node, worker, token=await token_of(worker))
    at_client = await people.client(far, client)
    said = {"conversation_id": str(opened.id), "client_msg_id": "k", "content": "Hola"}
    answer = await at_worker.ask("message:send", said)
    [heard] = await at_client.hears("message:new")
    assert (heard["id"], heard["content"]) == (answer["id"], "Hola")
    [state] = await at_client.hears("conversation:updated", where=lambda state: state["last_seq"] == answer["seq"])
    assert state["unread_count"] >= 1
