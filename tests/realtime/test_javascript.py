"""The official JavaScript client, as it is published, on our wire and on the stock one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest
from playwright._impl._driver import compute_driver_executable

from models.chat.tables import Message
from models.people.log_out import log_out
from models.people.tables import User
from settings import settings
from tests import build_chat
from tests.realtime.nodes import Node, People, token_of

HERE = Path(__file__).parents[1] / "client"


class Said:
    """What the client's process tells, line by line."""

    def __init__(self, lines: asyncio.StreamReader) -> None:
        self.lines = lines
        self.told: list[dict[str, Any]] = []

    async def tells(self, what: str, **value: Any) -> Any:
        """The first about `what` with these values that wasn't asked for yet, whatever came before it."""
        async with asyncio.timeout(30):
            while True:
                for told in self.told:
                    if what in told and value.items() <= told.items():
                        self.told.remove(told)
                        return told[what]
                line = await self.lines.readline()
                assert line, f"it ended before {what}; told {self.told}"
                self.told.append(orjson.loads(line))


@asynccontextmanager
async def javascript(*arguments: str) -> AsyncIterator[Said]:
    node, _ = compute_driver_executable()
    process = await asyncio.create_subprocess_exec(
        node, "official.mjs", *arguments, cwd=HERE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    try:
        yield Said(process.stdout)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@pytest.fixture(params=["fast", "stock"])
def wire(request: pytest.FixtureRequest, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("WIRE", request.param)
    settings.cache_clear()


@pytest.mark.req("CHAT-02", "R-24", "R-25", "SEC-03")
async def test_the_official_client_talks_comes_back_and_is_told_why_it_is_closed(
    wire: None, node: Node, people: People
) -> None:
    opened = await build_chat.conversation(revealed=True)
    worker, client = await User.get(id=opened.worker_id), await User.get(id=opened.client_id)
    at_client = await people.client(node, client)
    async with javascript(node.url, await token_of(worker), str(opened.id)) as said:
        seqs = set()
        for is_again in (False, True):
            await said.tells("payload", event="ready")
            sent = await said.tells("sent")
            assert sent["ok"], sent
            seqs.add(sent["seq"])
            assert (await said.tells("unknown"))["error"]["code"] == "MALFORMED"
            synced = await said.tells("synced")
            assert str(opened.id) in synced["conversations"]
            if not is_again:
                assert await said.tells("reason") != "io server disconnect"
        assert len(seqs) == 1, "said again, it was said once"
        heard, *again = await at_client.hears("message:new", where=lambda row: row["seq"] in seqs)
        assert all(one == heard for one in again), "announced again, as a resend is"
        assert heard["content"] == "¿A qué hora? ñ 🙂"
        answer = {"conversation_id": str(opened.id), "client_msg_id": "answer", "content": "A las diez"}
        await at_client.ask("message:send", answer)
        while (await said.tells("payload", event="message:new"))["content"] != "A las diez":
            pass  # its own come to it as well
        await log_out(worker.id)
        assert await said.tells("payload", event="closing") == {"code": "UNAUTHORIZED"}
        assert await said.tells("reason") == "io server disconnect"
    assert await Message.filter(conversation_id=opened.id, client_msg_id="from-javascript").count() == 1


@pytest.mark.req("SEC-05")
async def test_the_official_client_is_told_when_it_may_not_come_in(wire: None, node: Node) -> None:
    async with javascript(node.url, "nobody", "nowhere") as said:
        assert await said.tells("refused") == "UNAUTHORIZED"
