from collections.abc import AsyncIterator

import pytest

from models.people.tables import User
from tests import a
from tests.outside import Outside


@pytest.fixture
async def worker(database: str) -> User:
    return await a.worker()


@pytest.fixture
async def bank(outside: Outside) -> AsyncIterator[Outside]:
    """The emulators, for a test that makes them slow, short of money or late; afterwards they are as before."""
    yield outside
    await outside.order("refunds", mode="normal")
    await outside.order("slow", seconds=0, times=0)
