"""Whether this process is alive, ready and well."""

import contextlib
from typing import Any

import redis.asyncio
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from quart import Blueprint, Response
from tortoise import connections

from models.audit_runs import last_run
from models.migrate import missing_migrations
from models.outgoing.gate import is_frozen
from models.plain import stamp
from models.reconciling import runs
from server.edge import ok
from server.observed import measure_backlog, measure_money
from settings import settings

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
async def healthz() -> tuple[Response, int]:
    return ok({"status": "alive"})


@blueprint.get("/readyz")
async def readyz() -> tuple[Response, int]:
    """503 without PostgreSQL or with migrations to apply; `degraded` without Redis (R-26)."""
    try:
        await connections.get("default").execute_query("SELECT 1")
        missing = await missing_migrations()
    except Exception:  # noqa: BLE001 - whatever it is, this node can't serve
        return ok({"status": "no database"}, 503)
    if missing:
        return ok({"status": "migrations missing", "missing": missing}, 503)
    return ok({"status": "ready" if await redis_answers() else "degraded"} | await how_money_is())


async def how_money_is() -> dict[str, Any]:
    """What an operator asks first; it makes no node unready."""
    last, looked = await last_run(), await runs.last_run()
    return {
        "outgoing_money": "frozen" if await is_frozen() else "open",
        "reconciliation": looked
        and {
            "at": stamp(looked.finished_at),
            "findings": looked.findings,
            "repaired": looked.repaired,
            "error": looked.error,
        },
        "audit": last and {"at": stamp(last.finished_at), "faults": last.faults, "error": last.error},
    }


async def redis_answers() -> bool:
    client = redis.asyncio.from_url(settings().redis_url, socket_timeout=1, socket_connect_timeout=1)
    try:
        await client.ping()
    except redis.RedisError:
        return False
    else:
        return True
    finally:
        await client.aclose()


@blueprint.get("/metrics")
async def metrics() -> Response:
    with contextlib.suppress(Exception):  # without a database, our own numbers matter most
        await measure_backlog()
        await measure_money()
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
