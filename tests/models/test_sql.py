"""Statements in models/sql: each uses the index it was written for, however many rows there are."""

import re
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from models import sql
from models.clock import real_now
from tests import build_chat

NAMES = sorted(path.stem for path in Path(sql.__file__).parent.glob("*.sql"))

ONE, MANY = uuid4(), [uuid4(), uuid4()]
NOW = real_now()
AMOUNTS = [Decimal(1), Decimal(-1)]

PLANS: dict[str, tuple[list[object], set[str]]] = {
    "timeline_before": ([ONE, 9, 5], {"messages"}),
    "timeline_after": ([ONE, 9, 5], {"messages"}),
    "search_timeline": ([ONE, "hola", 1, 9, "client", 20], {"messages"}),
    "last_visible": ([MANY, ["client", "staff"]], {"messages"}),
    "participants": ([MANY, ONE], {"conversation_participants", "messages", "conversations"}),
    "conversations_of": ([ONE, NOW, ONE, 20], {"conversation_participants", "conversations"}),
    "conversation_ids_of": ([ONE, None, 200], {"conversation_participants", "conversations"}),
    "heads_of": ([MANY, 5], {"conversation_participants", "conversations"}),
    "neighbours_of": ([MANY, 200], {"conversation_participants", "conversations"}),
    "read_up_to": ([ONE, ONE, 5], {"conversation_participants", "conversations"}),
    "staff_seats": ([ONE], {"conversation_participants"}),
    "platform_balances": ([], {"entries"}),
    "search_workers": (
        [
            *(["Roma Norte"], MANY, NOW, 5.0, 4.0, 0.8, 365.0),
            *(None, None, None, None, 20),
            *(Decimal("4.5"), Decimal(100), Decimal(500), "sat", "price", Decimal(-1000)),
        ],
        {"reviews", "worker_services", "worker_profiles", "users"},
    ),
    "ratings_of": ([MANY], {"reviews"}),
    "worker_weeks": (
        [ONE, [NOW], [NOW]],
        {"lead_purchases", "payment_requests", "escrow_payments", "conversations", "messages"},
    ),
    "newest_reviews": ([MANY, 2], {"reviews", "users"}),
    "review_summary": ([ONE], {"reviews"}),
    "read_notices": ([ONE, 5], {"notice_counters"}),
    "watch_unread": (
        [ONE, ONE, 9, NOW],
        {"messages", "conversation_participants", "conversations", "unread_watches"},
    ),
    "unread_due": (
        [MANY, NOW],
        {"unread_watches", "messages", "conversation_participants", "conversations", "users"},
    ),
    "watches_decided": ([MANY, [NOW, None], [1, 1], [0, 0], [None, NOW], [1, None]], {"unread_watches"}),
    "timers_fired": ([MANY, [NOW, NOW]], {"timers"}),
    "seats_of_staff": ([MANY], {"conversation_participants"}),
    "platform_account": (["revenue"], {"accounts"}),
    "hold_wallets": ([MANY], {"accounts"}),
    "post_transfer": ([ONE, "adjustment", "x", None, NOW, MANY, AMOUNTS, MANY, AMOUNTS], {"accounts"}),
    "sessions_over": ([MANY, NOW, ["client"]], {"sessions", "users"}),
}
"""Per statement: values like those of its callers, and the tables that it must not read from end to end."""


@pytest.mark.parametrize("name", PLANS)
async def test_it_finds_its_rows_by_index(database: str, name: str) -> None:
    values, tables = PLANS[name]
    connection = await asyncpg.connect(database)
    try:
        # As with a million rows: the planner takes an index wherever one can be used.
        await connection.execute("SET enable_seqscan = off")
        plan = "\n".join(row[0] for row in await connection.fetch(f"EXPLAIN {sql.statement(name)}", *values))
    finally:
        await connection.close()
    read_whole = set(re.findall(r"Seq Scan on (\w+)", plan))
    assert not read_whole & tables, plan
    conditions = plan.count("Index Cond")
    assert conditions >= len(tables), plan


@pytest.mark.req("R-20")
async def test_sending_reads_no_table_from_end_to_end(database: str) -> None:
    """Inside a function there is no EXPLAIN: the database's own counters say what was read how."""
    opened = [await build_chat.conversation(revealed=number > 0) for number in range(3)]
    ids, senders = [one.id for one in opened], [one.worker_id for one in opened]
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("SET enable_seqscan = off")
        async with connection.transaction():
            for _ in range(2):  # written, then found again
                rows = await connection.fetch(
                    sql.statement("send"),
                    ids,
                    senders,
                    ids,
                    list("abc"),
                    list("hhh"),
                    list("xyz"),
                    [True] * 3,
                    True,
                )
            assert [row["verdict"] for row in rows] == ["repeated"] * 3
            assert set((await read_whole(connection)).values()) == {0}
    finally:
        await connection.close()


async def read_whole(connection: asyncpg.Connection) -> dict[str, int]:
    """How often the open transaction has read each table from end to end."""
    tables = ["conversations", "messages", "users", "lead_purchases", "conversation_participants"]
    found = await connection.fetch(
        "SELECT relname, pg_stat_get_xact_numscans(oid) AS times FROM pg_class WHERE relname = ANY ($1)", tables
    )
    return {row["relname"]: row["times"] for row in found}


def test_every_statement_has_a_plan_here() -> None:
    assert set(NAMES) == PLANS.keys() | {"send", "snapshot"}
