"""Writes of many effects that share a commit: gathered row by row, sent table by table.

What a verb reads it has to have read before: rows that wait here are in no answer of the database yet.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.models import Model

COUNTERS = """
INSERT INTO notice_counters (user_id, last_seq, last_read_seq)
SELECT user_id, number, 0 FROM unnest($1::uuid[], $2::int[]) AS told (user_id, number) ORDER BY user_id
ON CONFLICT (user_id) DO UPDATE SET last_seq = notice_counters.last_seq + excluded.last_seq
RETURNING user_id, last_seq
"""
CANCEL = """
WITH cancelled AS (
    SELECT id FROM timers
    WHERE (subject_id, kind) IN (SELECT * FROM unnest($1::uuid[], $2::text[])) ORDER BY id FOR UPDATE
)
DELETE FROM timers WHERE id IN (SELECT id FROM cancelled)
"""


class Pending:
    def __init__(self) -> None:
        self._created: dict[type[Model], list[Model]] = {}
        self._changed: dict[type[Model], dict[Any, tuple[Model, set[str]]]] = {}
        self._notices: list[Any] = []
        self._cancelled: list[tuple[UUID, str]] = []

    def create(self, row: Model) -> None:
        self._created.setdefault(type(row), []).append(row)

    def change(self, row: Model, fields: Iterable[str]) -> None:
        """One object per row: two of them would undo each other."""
        known, named = self._changed.setdefault(type(row), {}).setdefault(row.pk, (row, set()))
        if known is not row:
            raise AssertionError(f"{type(row).__name__} {row.pk} was read twice")
        named.update(fields)

    def cancel(self, subject_id: UUID, kinds: Iterable[str]) -> None:
        self._cancelled += [(subject_id, kind) for kind in kinds]

    def tell(self, notice: Any) -> None:
        """A notice without its number, which is given when everything else is written (R-21)."""
        self._notices.append(notice)

    async def write(self, connection: BaseDBAsyncClient) -> None:
        for table, rows in self._created.items():
            await table.bulk_create(rows, using_db=connection)
        for table, changed in self._changed.items():
            await _update(connection, table, list(changed.values()))
        if self._cancelled:
            subjects, kinds = zip(*self._cancelled, strict=True)
            await connection.execute_query(CANCEL, [list(subjects), list(kinds)])
        if self._notices:
            await self._number(connection)
            await type(self._notices[0]).bulk_create(self._notices, using_db=connection)

    async def _number(self, connection: BaseDBAsyncClient) -> None:
        count = Counter(notice.user_id for notice in self._notices)
        rows = await connection.execute_query_dict(COUNTERS, [list(count), list(count.values())])
        last = {row["user_id"]: row["last_seq"] - count[row["user_id"]] for row in rows}
        for notice in self._notices:
            last[notice.user_id] += 1
            notice.seq = last[notice.user_id]


async def _update(
    connection: BaseDBAsyncClient, table: type[Model], changed: list[tuple[Model, set[str]]]
) -> None:
    """All of a table in as few trips as there are sets of columns; its rows are held already."""
    alike: dict[tuple[str, ...], list[Model]] = {}
    for row, fields in changed:
        alike.setdefault(tuple(sorted(fields)), []).append(row)
    for names, rows in alike.items():
        await connection.execute_many(
            _statement(table, names),
            [
                [*(table._meta.fields_map[name].to_db_value(getattr(row, name), row) for name in names), row.pk]
                for row in rows
            ],
        )


def _statement(table: type[Model], names: tuple[str, ...]) -> str:
    meta = table._meta
    columns = ", ".join(f'"{meta.fields_db_projection[name]}" = ${at}' for at, name in enumerate(names, 1))
    return f'UPDATE "{meta.db_table}" SET {columns} WHERE "{meta.db_pk_column}" = ${len(names) + 1}'  # noqa: S608
