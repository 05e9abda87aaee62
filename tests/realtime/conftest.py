from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from ops.embedded import Redis
from settings import settings
from tests.realtime.nodes import Node, People


@pytest.fixture
async def node(database: str) -> AsyncIterator[Node]:
    async with Node().running() as running:
        yield running


@pytest.fixture
async def far(node: Node) -> AsyncIterator[Node]:
    """A second process; it learns of everything through Redis."""
    async with Node(commits=False).running() as running:
        yield running


@pytest.fixture
async def people(node: Node) -> AsyncIterator[People]:
    async with AsyncExitStack() as stack:
        yield People(stack)


@pytest.fixture
def own_redis(environment: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Redis]:
    """A Redis of this test's own, which can go and come back. To be asked for before `node`."""
    with Redis(tmp_path / "redis", durable=False) as server:
        environment.setenv("REDIS_URL", server.url)
        settings.cache_clear()
        yield server
