"""One stack serves a file's journeys; each signs up people of its own."""

from collections.abc import Iterator

import pytest

from ops.embedded import scratch
from tests.stack import Stack, running


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with scratch() as folder, running(folder) as started:
        yield started
