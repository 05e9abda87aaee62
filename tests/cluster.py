"""The servers that a test run needs: its own throw-away PostgreSQL and Redis, or those that are named.

The process that starts the run starts them once; xdist's workers find the addresses in the environment.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from models import database
from models.migrate import migrate
from models.workers.seed_catalogue import seed_catalogue
from ops.embedded import Postgres, Redis, scratch

SERVER = "TEST_POSTGRES"
REDIS = "TEST_REDIS"
TEMPLATE = "trustme_template"


def named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def start(stack: ExitStack) -> None:
    """Bring the servers up, with a migrated database to copy; a no-op where it was done already."""
    if SERVER in os.environ:
        return
    folder = stack.enter_context(scratch())
    os.environ[SERVER] = os.environ.get("DATABASE_URL") or stack.enter_context(
        started(Postgres(folder / "postgres", durable=False))
    )
    os.environ[REDIS] = os.environ.get("REDIS_URL") or stack.enter_context(started(Redis(folder / "redis")))
    asyncio.run(make_template(os.environ[SERVER]))


class started:  # noqa: N801 - reads as a verb where it is used
    """A server as a context that gives its address."""

    def __init__(self, server: Postgres | Redis) -> None:
        self.server = server

    def __enter__(self) -> str:
        return self.server.start()

    def __exit__(self, *_: object) -> None:
        self.server.stop()


async def make_template(server: str) -> None:
    connection = await asyncpg.connect(named(server, "postgres"))
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")
        await connection.execute(f"CREATE DATABASE {TEMPLATE}")
    finally:
        await connection.close()
    await migrate(named(server, TEMPLATE))
    await database.connect(named(server, TEMPLATE))
    try:
        await seed_catalogue()
    finally:
        await database.close()


async def create(database: str) -> str:
    """A fresh copy of the migrated template, in some 20 ms."""
    server = os.environ[SERVER]
    connection = await asyncpg.connect(named(server, "postgres"))
    try:
        await connection.execute(f"CREATE DATABASE {database} TEMPLATE {TEMPLATE} STRATEGY file_copy")
    finally:
        await connection.close()
    return named(server, database)


async def drop(database: str) -> None:
    connection = await asyncpg.connect(named(os.environ[SERVER], "postgres"))
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
    finally:
        await connection.close()


@asynccontextmanager
async def away(url: str) -> AsyncIterator[None]:
    """For everybody who was or wants to be connected to it, the database is gone while the block runs."""
    name = url.rsplit("/", 1)[1].partition("?")[0]
    connection = await asyncpg.connect(named(os.environ[SERVER], "postgres"))
    try:
        await connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        await connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
        yield
        await connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    finally:
        await connection.close()
