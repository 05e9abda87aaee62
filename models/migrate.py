"""Bring the database to this code's shape, one process at a time."""

from pathlib import Path

import asyncpg
from tortoise import Tortoise, connections
from tortoise.migrations.api import migrate as apply_migrations

from models.database import tortoise_config
from settings import settings

LOCK = 0x7472757374  # any number; all processes that migrate must share it


async def migrate(database_url: str | None = None) -> None:
    """Apply what is missing, under an advisory lock so that nodes starting together don't race."""
    url = database_url or settings().database_url
    guard = await asyncpg.connect(url)
    try:
        await guard.execute("SELECT pg_advisory_lock($1)", LOCK)
        try:
            await apply_migrations(config=tortoise_config(url))
        finally:
            await Tortoise.close_connections()
    finally:
        await guard.close()  # ends the session, and the lock with it


async def missing_migrations() -> list[str]:
    """Those on disk that the database doesn't know, over the open connection."""
    on_disk = {path.stem for path in Path(__file__).with_name("migrations").glob("0*.py")}
    rows = await connections.get("default").execute_query_dict("SELECT name FROM tortoise_migrations")
    return sorted(on_disk - {row["name"] for row in rows})
