"""The database says what the code says: every rule is there, and each refuses what it should."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.models.constraints.late_rows import plant
from tests.models.constraints.rows import tables
from tests.models.constraints.violations import INSERTED, VIOLATIONS

NOT_FOREIGN = {
    # ids of things in many tables, or of rows that are allowed to go
    ("timers", "subject_id"),
    ("audit_entries", "subject_id"),
    ("reconciliation_findings", "subject_id"),
    ("wallet_transactions", "reference_id"),
    ("idempotency_keys", "result_id"),
    ("outbox", "parent_id"),
}


@pytest.fixture
async def planted(database: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """A database with two valid rows of everything."""
    for number in (1, 2):
        await plant(number)
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


async def checks(connection: "asyncpg.Connection[asyncpg.Record]") -> dict[str, str]:
    rows = await connection.fetch(
        "SELECT conname, conrelid::regclass::text AS tablename FROM pg_constraint"
        " WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
    )
    return {row["conname"]: row["tablename"] for row in rows}


async def test_every_table_has_a_valid_row(planted: "asyncpg.Connection[asyncpg.Record]") -> None:
    empty = [table for table in tables() if not await planted.fetchval(f'SELECT count(*) FROM "{table}"')]
    assert empty == []


async def test_every_check_refuses_what_it_should(planted: "asyncpg.Connection[asyncpg.Record]") -> None:
    declared = await checks(planted)
    known = {name for name in declared if name.endswith("_known")}
    assert set(VIOLATIONS) | set(INSERTED) | known == set(declared)
    for name, table in declared.items():
        if name in INSERTED:
            statement = INSERTED[name]
        elif name in known:
            column = name.removeprefix(f"{table}_").removesuffix("_known")
            statement = f"UPDATE {table} SET {column} = '?'"
        else:
            statement = f"UPDATE {table} SET {VIOLATIONS[name]}"
        with pytest.raises(asyncpg.CheckViolationError) as refused:
            await planted.execute(statement)
        assert refused.value.constraint_name == name, statement


async def test_every_unique_index_refuses_a_second_row(planted: "asyncpg.Connection[asyncpg.Record]") -> None:
    indexes = await planted.fetch(
        "SELECT i.relname AS name, t.relname AS tablename, pg_get_expr(x.indpred, x.indrelid) AS condition,"
        " array(SELECT a.attname FROM unnest(x.indkey) k"
        " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k)"
        " AS columns FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid"
        " WHERE x.indisunique AND NOT x.indisprimary AND t.relnamespace = 'public'::regnamespace"
        " AND t.relname <> 'tortoise_migrations'"
    )
    assert len(indexes) > 40
    for index in indexes:
        table, name, columns = index["tablename"], index["name"], ", ".join(index["columns"])
        condition = index["condition"] or " AND ".join(f"{column} IS NOT NULL" for column in index["columns"])
        rows = await planted.fetch(f"SELECT ctid, * FROM {table} WHERE {condition} ORDER BY ctid LIMIT 2")
        assert len(rows) == 2, name
        changed = f"UPDATE {table} SET ({columns}) = ROW({columns_of(index['columns'])}) WHERE ctid = $1"
        if table == "transfers":
            await planted.execute("ALTER TABLE transfers DISABLE TRIGGER transfers_immutable")
        with pytest.raises(asyncpg.UniqueViolationError) as refused:
            await planted.execute(changed, rows[1]["ctid"], *(rows[0][column] for column in index["columns"]))
        assert refused.value.constraint_name == name


def columns_of(columns: list[str]) -> str:
    return ", ".join(f"${number}" for number in range(2, len(columns) + 2))


async def test_ledger_rows_are_never_changed(planted: "asyncpg.Connection[asyncpg.Record]") -> None:
    for table in ("entries", "transfers"):
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
            with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
                await planted.execute(statement)
            assert refused.value.constraint_name == f"{table}_immutable"


@pytest.mark.req("R-09")
async def test_entries_that_do_not_sum_to_zero_are_never_committed(
    planted: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await planted.execute(
            "INSERT INTO entries (transfer_id, account_id, amount) SELECT transfer_id, account_id, 1 FROM entries"
            " LIMIT 1"
        )
    assert refused.value.constraint_name == "entries_sum_to_zero"
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await planted.execute(
            "INSERT INTO transfers (id, kind, cause, occurred_at)"
            " VALUES (gen_random_uuid(), 'adjustment', 'empty', now())"
        )
    assert refused.value.constraint_name == "transfers_move_something"


@pytest.mark.req("TAB-24")
async def test_every_foreign_key_exists_and_has_an_index(planted: "asyncpg.Connection[asyncpg.Record]") -> None:
    unindexed = await planted.fetch(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint c WHERE contype = 'f' AND NOT EXISTS"
        " (SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])"
    )
    assert unindexed == []
    keys = await planted.fetch(
        "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c"
        " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] WHERE contype = 'f'"
    )
    columns = await planted.fetch(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND data_type IN ('uuid', 'bigint') AND column_name LIKE '%\\_id'"
    )
    assert {tuple(row) for row in columns} - {tuple(row) for row in keys} == NOT_FOREIGN


@pytest.mark.req(
    "TAB-01",
    "TAB-02",
    "TAB-03",
    "TAB-04",
    "TAB-05",
    "TAB-06",
    "TAB-07",
    "TAB-08",
    "TAB-09",
    "TAB-10",
    "TAB-11",
    "TAB-12",
    "TAB-13",
    "TAB-14",
    "TAB-15",
    "TAB-16",
    "TAB-17",
    "TAB-18",
    "TAB-19",
    "TAB-20",
    "TAB-21",
    "TAB-22",
    "TAB-23",
)
async def test_all_tables_of_the_specification_are_there(planted: "asyncpg.Connection[asyncpg.Record]") -> None:
    wanted = [
        "users",
        "worker_profiles",
        "services",
        "worker_services",
        "portfolio_projects",
        "portfolio_media",
        "leads",
        "lead_media",
        "lead_recipients",
        "lead_purchases",
        "conversations",
        "messages",
        "wallet_transactions",
        "weekly_budgets",
        "payment_requests",
        "escrow_payments",
        "reviews",
        "review_media",
        "disputes",
        "dispute_evidence",
        "support_tickets",
        "support_messages",
        "flagged_conversations",
    ]
    there = {row[0] for row in await planted.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert set(wanted) <= there
    assert len(wanted) == 23
