"""Migrations: nodes that start together don't race, and the code's tables are the database's."""

import asyncio
import os
import sys
import uuid
from collections.abc import AsyncIterator

import asyncpg
import pytest
from tortoise import Tortoise
from tortoise.migrations.autodetector import MigrationAutodetector

from models.database import connect, tortoise_config
from models.migrate import missing_migrations
from tests import cluster

KNOWN_FALSE_ALARM = {"SandboxClock"}
"""tortoise reads a key that isn't generated back as another one; the column is right."""


@pytest.fixture
async def empty(environment: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """A database without anything in it."""
    name = f"empty_{uuid.uuid4().hex}"
    server = await asyncpg.connect(cluster.named(os.environ[cluster.SERVER], "postgres"))
    await server.execute(f"CREATE DATABASE {name}")
    yield cluster.named(os.environ[cluster.SERVER], name)
    await server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await server.close()


async def test_processes_that_start_together_migrate_once(empty: str) -> None:
    environment = {**os.environ, "DATABASE_URL": empty, "REDIS_URL": os.environ[cluster.REDIS]}
    started = [
        await asyncio.create_subprocess_exec(sys.executable, "-m", "ops", "migrate", env=environment)
        for _ in range(3)
    ]
    assert [await process.wait() for process in started] == [0, 0, 0]
    connection = await asyncpg.connect(empty)
    applied = await connection.fetch("SELECT name, count(*) FROM tortoise_migrations GROUP BY name")
    await connection.close()
    assert {row["count"] for row in applied} == {1}
    await connect(empty)
    assert await missing_migrations() == []
    await Tortoise.close_connections()


async def test_the_tables_of_the_code_are_those_of_the_migrations(database: str) -> None:
    config = tortoise_config(database)
    detector = MigrationAutodetector(Tortoise.apps, config["apps"])
    changes = [operation for writer in await detector.changes() for operation in writer.operations]
    assert [change for change in changes if getattr(change, "model_name", "") not in KNOWN_FALSE_ALARM] == []
