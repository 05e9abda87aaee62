"""Redis answers, and what it should pass on is lost: nobody misses anything for long (R-26)."""

from collections.abc import AsyncIterator

import pytest

from models.people.tables import User
from realtime import bus, heads
from realtime import node as inside
from settings import settings
from tests import build_chat
from tests.conftest import redis_url
from tests.lossy import Lossy
from tests.realtime.nodes import Node, People, until

pytestmark = pytest.mark.req("R-25", "R-26")


@pytest.fixture
async def lossy(environment: pytest.MonkeyPatch) -> AsyncIterator[Lossy]:
    async with Lossy(redis_url()).running() as between:
        yield between


@pytest.fixture
async def behind(lossy: Lossy, node: Node, environment: pytest.MonkeyPatch) -> AsyncIterator[Node]:
    """A second process, which hears of everything through the proxy."""
    environment.setenv("REDIS_URL", lossy.url)
    settings.cache_clear()
    async with Node(commits=False).running() as running:
        yield running


async def test_what_redis_drops_is_told_as_heads(
    lossy: Lossy, node: Node, behind: Node, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = await build_chat.conversation(revealed=True)
    listening = await people.client(behind, await User.get(id=opened.client_id))
    await build_chat.says(opened.worker_id, opened, "uno")
    await listening.hears("message:new", where=lambda row: row["content"] == "uno")

    monkeypatch.setattr(heads, "EVERY", 0.5)
    lossy.swallows = True
    await build_chat.says(opened.worker_id, opened, "dos")
    assert await listening.hears("heads") == [{str(opened.id): 5}]
    assert lossy.swallowed
    assert [row["content"] for row in listening.heard["message:new"]] == ["uno"]
    assert not behind.inside.bus.is_away

    lossy.swallows = False
    await build_chat.says(opened.worker_id, opened, "tres")
    await listening.hears("message:new", where=lambda row: row["content"] == "tres")


async def test_a_process_that_hears_nothing_lets_its_people_go_however_often_it_listens_anew(
    lossy: Lossy, node: Node, behind: Node, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = await build_chat.conversation(revealed=True)
    deaf = await people.client(behind, await User.get(id=opened.client_id))
    other = await people.client(node, await User.get(id=opened.worker_id))
    monkeypatch.setattr(bus, "BEAT", 0.1)
    monkeypatch.setattr(bus, "DEAF_AFTER", 1.0)
    monkeypatch.setattr(inside, "DEAF_AFTER", 1.0)
    lossy.swallows = True
    assert await deaf.hears("closing") == [{"code": "TRY_AGAIN"}]
    await deaf.closes()
    assert other.socket.connected

    lossy.swallows = False
    await until(lambda: behind.inside.bus.seconds_deaf() < 1)
    back = await people.client(behind, await User.get(id=opened.client_id))
    await build_chat.says(opened.worker_id, opened, "de nuevo")
    await back.hears("message:new", where=lambda row: row["content"] == "de nuevo")
