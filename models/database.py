"""Where the database is, which tables it has, and how a process opens it."""

import ssl
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
from tortoise import Tortoise, connections
from tortoise.backends.asyncpg.client import AsyncpgDBClient

from settings import settings

TABLES = [
    "models.people.tables",
    "models.workers.tables",
    "models.uploads.tables",
    "models.portfolio.tables",
    "models.leads.tables",
    "models.chat.tables",
    "models.wallet.tables",
    "models.payouts.tables",
    "models.outgoing.tables",
    "models.payments.tables",
    "models.disputes.tables",
    "models.reviews.tables",
    "models.support.tables",
    "models.notices.tables",
    "models.push.tables",
    "models.admin.tables",
    "models.reconciling.tables",
    "models.engine_tables",
]


class PlainConnection(asyncpg.Connection):
    """Goes back to the pool as it is: nothing of ours sets anything beyond its transaction.

    asyncpg's own reset is a second round trip after every statement; a transaction left open is still ended.
    """

    def get_reset_query(self) -> str:
        return ""


def tortoise_config(database_url: str | None = None, pool: int | None = None) -> dict[str, Any]:
    """Tortoise's configuration for a `postgres://` address (`?sslmode=require` understood)."""
    address = urlsplit(database_url or settings().database_url)
    credentials: dict[str, Any] = {
        "host": address.hostname or "localhost",
        "port": address.port or 5432,
        "user": unquote(address.username or "postgres"),
        "password": unquote(address.password or ""),
        "database": address.path.lstrip("/"),
        "min_size": 1,
        "max_size": pool or settings().database_pool,
        "connection_class": PlainConnection,
        "server_settings": {"application_name": "trustme", "timezone": "UTC"},
    }
    query = parse_qs(address.query)
    if "host" in query:  # a Unix socket's folder
        credentials["host"] = query["host"][0]
    if query.get("sslmode", ["disable"])[0] in {"require", "verify-full"}:
        credentials["ssl"] = ssl.create_default_context()
    return {
        "connections": {"default": {"engine": "tortoise.backends.asyncpg", "credentials": credentials}},
        "apps": {
            "models": {
                "models": TABLES,
                "default_connection": "default",
                "migrations": "models.migrations",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


_opened: tuple[str, int] | None = None
"""Which database is open in this process, with how many connections at most."""


async def connect(database_url: str | None = None, pool: int | None = None) -> None:
    """Open the database; a no-op where it is open in the same way (telling the ORM its tables takes 50 ms)."""
    global _opened  # noqa: PLW0603 - there is one per process, as of the ORM's connections
    wanted = (database_url or settings().database_url, pool or settings().database_pool)
    if wanted != _opened:
        await Tortoise.init(config=tortoise_config(*wanted), _enable_global_fallback=True)
        _opened = wanted


async def close() -> None:
    global _opened  # noqa: PLW0603
    _opened = None
    await Tortoise.close_connections()


async def pool() -> "asyncpg.Pool[asyncpg.Record]":
    """asyncpg's own pool, for the few statements that go around the ORM (C48)."""
    client = connections.get("default")
    assert isinstance(client, AsyncpgDBClient)  # noqa: S101 - the only engine configured above
    # the ORM's own way, behind its lock: two that come first must not each make one
    await client.acquire_connection().ensure_connection()
    assert client._pool is not None  # noqa: S101
    return client._pool
