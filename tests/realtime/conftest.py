from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

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
