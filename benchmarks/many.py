"""What verbs made once, as often as a measurement wants it: rows copied with other ids, as real as the first."""

import re
from io import BytesIO

import asyncpg

UUID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OTHER = re.compile(rb"@example\.com|\+52\d{6}(?=\d{4})|\b(?:pi|cs|ch)_\w+")
"""What else is one of its kind: addresses, numbers, what Stripe calls things."""
SHARED = ("services", "accounts WHERE owner_id IS NULL")
"""What every copy refers to as it is."""
ONCE = frozenset(
    {
        "services",
        "bookmarks",
        "audit_runs",
        "freezes",
        "zones",
        "zip_codes",
        "outbox",
        "idempotency_keys",
        "sandbox_clock",
        "tortoise_migrations",
    }
)
AT_ONCE = 200


async def multiply(database: str, count: int) -> None:
    """Copy everything in `database` so often; nothing but the copied must be in it, beside catalogues."""
    connection = await asyncpg.connect(database)
    try:
        # a copy breaks no rule that the original keeps, and the audit looks at everything in the end
        await connection.execute("SET session_replication_role = replica")
        shared = await shared_ids(connection)
        for table, columns in await tables(connection):
            original = BytesIO()
            own = "WHERE owner_id IS NOT NULL" if table == "accounts" else ""
            names = ", ".join(f'"{column}"' for column in columns)
            await connection.copy_from_query(f"SELECT {names} FROM {table} {own}", output=original)
            for start in range(1, count + 1, AT_ONCE):
                numbers = range(start, min(start + AT_ONCE, count + 1))
                copies = b"".join(copy(original.getvalue(), number, shared) for number in numbers)
                await connection.copy_to_table(table, columns=columns, source=BytesIO(copies))
        await connection.execute("RESET session_replication_role")
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


def copy(rows: bytes, number: int, shared: set[bytes]) -> bytes:
    def rename(found: re.Match[bytes]) -> bytes:
        known = found[0]
        return known if known in shared else known[:28] + b"%08x" % (int(known[28:], 16) ^ number)

    def renumber(found: re.Match[bytes]) -> bytes:
        known = found[0]
        if known.startswith(b"@"):
            return b"-%d%b" % (number, known)
        return b"+52%06d" % number if known.startswith(b"+") else b"%b_%d" % (known, number)

    return OTHER.sub(renumber, UUID.sub(rename, rows))


async def shared_ids(connection: "asyncpg.Connection[asyncpg.Record]") -> set[bytes]:
    rows = [row for table in SHARED for row in await connection.fetch(f"SELECT id::text FROM {table}")]
    return {row["id"].encode() for row in rows}


async def tables(connection: "asyncpg.Connection[asyncpg.Record]") -> list[tuple[str, list[str]]]:
    """With the columns that nobody numbers by himself."""
    rows = await connection.fetch(
        "SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position) AS columns"
        " FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)"
        " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND is_identity = 'NO'"
        " AND coalesce(column_default, '') NOT LIKE 'nextval%' GROUP BY 1"
    )
    return [(row["table_name"], row["columns"]) for row in rows if row["table_name"] not in ONCE]
