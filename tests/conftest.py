"""Every test has its own database, a copy of one that was migrated once."""

import functools
import os
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack

import pytest
import redis.asyncio
from quart import Quart

from models import database as db
from server.app import create_app
from settings import settings
from tests import cluster
from tests.api import Api
from tests.emulated import emulators, movable_outside, outside, own_outside, unused_port  # noqa: F401 - fixtures

# Nobody listens there: a test that has not asked for `outside` reaches no provider, the real ones least of all.
NO_PROVIDERS = (
    "STRIPE_API_URL",
    "TWILIO_API_URL",
    "SENDGRID_API_URL",
    "S3_ENDPOINT_URL",
    "PUSH_EMULATOR_URL",
    "GA4_API_URL",
)

_servers = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    if config.option.collectonly:
        return
    cluster.start(_servers)


def pytest_unconfigure() -> None:
    _servers.close()


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Settings of a test; more of them with `environment.setenv` before the application is made."""
    monkeypatch.setenv("TRUSTME_ENV", "test")
    monkeypatch.setenv("TRUSTME_SANDBOX", "1")
    monkeypatch.setenv("REDIS_URL", redis_url())
    for provider in NO_PROVIDERS:
        monkeypatch.setenv(provider, "http://127.0.0.1:9")
    settings.cache_clear()
    yield monkeypatch
    settings.cache_clear()


def redis_url() -> str:
    """Each of xdist's workers has its own Redis database."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 15
    return f"{os.environ[cluster.REDIS].rsplit('/', 1)[0]}/{number + 1}"


@pytest.fixture
async def database(environment: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """A fresh, migrated database; the ORM is connected to it."""
    name = f"test_{uuid.uuid4().hex}"
    url = await cluster.create(name)
    environment.setenv("DATABASE_URL", url)
    settings.cache_clear()
    cache = redis.asyncio.from_url(redis_url())
    await cache.flushdb()
    await cache.aclose()
    await db.connect()
    yield url
    await db.close()
    await cluster.drop(name)


the_app = functools.cache(create_app)
"""Made once: what depends on a test's settings is read when it starts or later."""


@pytest.fixture
async def app(database: str) -> AsyncIterator[Quart]:
    """The HTTP application, started."""
    async with the_app().test_app():
        yield the_app()


@pytest.fixture
def api(app: Quart) -> Api:
    return Api(app)
