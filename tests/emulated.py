"""Fixtures: the outside world, emulated, for tests of any part."""

import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

import integrations
from settings import settings
from tests.outside import Outside


@pytest.fixture(scope="session")
def emulators(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    with Outside.start(tmp_path_factory.mktemp("outside")) as outside:
        yield outside


@pytest.fixture
async def outside(emulators: Outside, environment: pytest.MonkeyPatch) -> AsyncIterator[Outside]:
    """The emulators, with settings that point the clients at them."""
    for name, value in emulators.environment.items():
        environment.setenv(name, value)
    settings.cache_clear()
    yield emulators
    await integrations.close()


@pytest.fixture
async def movable_outside(outside: Outside) -> AsyncIterator[Outside]:
    """The emulators of this run, for a test that moves their clock."""
    yield outside
    await outside.move_clock(0)


@pytest.fixture
async def own_outside(tmp_path: Path, environment: pytest.MonkeyPatch) -> AsyncIterator[Outside]:
    """Emulators of a test's own, which may be killed."""
    with Outside.start(tmp_path) as own:
        for name, value in own.environment.items():
            environment.setenv(name, value)
        settings.cache_clear()
        yield own
        await integrations.close()


@pytest.fixture
def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
