"""One stack serves a file's journeys; each signs up people of its own."""

from collections.abc import Iterator

import pytest

from ops.embedded import scratch
from tests.journeys.browser import Reader
from tests.journeys.words import SPANISH
from tests.stack import Stack, running

WAYS = [("phone", SPANISH), ("desktop", "en")]


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with scratch() as folder, running(folder) as started:
        yield started


@pytest.fixture(params=WAYS, ids="-".join)
def way(request: pytest.FixtureRequest) -> Iterator[str]:
    """A journey with this goes both ways: on a phone in Spanish, and at a desk in English."""
    Reader.at_hand = request.param
    yield request.param[0]
    Reader.at_hand = WAYS[0]
