"""One stack serves a file's journeys; each signs up people of its own."""

from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser

from ops.embedded import scratch
from tests.journeys.browser import Reader, a_browser
from tests.journeys.talk import Talk, a_talk
from tests.journeys.words import SPANISH
from tests.stack import Stack, running

WAYS = [("phone", SPANISH), ("desktop", "en")]


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with scratch() as folder, running(folder) as started:
        yield started


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as opened:
        yield opened


@pytest.fixture
async def talk(stack: Stack) -> AsyncIterator[Talk]:
    async with a_talk(stack) as begun:
        yield begun


@pytest.fixture(params=WAYS, ids="-".join)
def way(request: pytest.FixtureRequest) -> Iterator[str]:
    """A journey with this goes both ways: on a phone in Spanish, and at a desk in English."""
    Reader.at_hand = request.param
    yield request.param[0]
    Reader.at_hand = WAYS[0]
