"""What the emulators remember: JSON documents in one sqlite file, in the order they were made."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCHEMA = """
create table if not exists documents (
    place integer primary key autoincrement,
    kind text not null,
    id text not null,
    ref text,
    body text not null,
    unique (kind, id)
);
create index if not exists documents_by_ref on documents (kind, ref);
"""

Document = dict[str, Any]


class Store:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        # A killed process loses nothing that was committed; only a power cut could, and that is fine here.
        self._db.executescript("pragma journal_mode = wal; pragma synchronous = off;" + SCHEMA)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Nothing inside awaits, so the event loop keeps transactions apart."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

    def put(self, kind: str, key: str, body: Document, ref: str | None = None) -> None:
        """Write a document; an existing one keeps its place in the order, and its ref unless given anew."""
        self._db.execute(
            "insert into documents (kind, id, ref, body) values (?, ?, ?, ?)"
            " on conflict (kind, id) do update set body = excluded.body, ref = coalesce(excluded.ref, ref)",
            (kind, key, ref, json.dumps(body)),
        )

    def get(self, kind: str, key: str) -> Document | None:
        row = self._db.execute("select body from documents where kind = ? and id = ?", (kind, key)).fetchone()
        return json.loads(row[0]) if row else None

    def newest(self, kind: str, ref: str | None = None, limit: int = -1) -> list[Document]:
        rows = self._db.execute(
            "select body from documents where kind = ? and (? is null or ref = ?) order by place desc limit ?",
            (kind, ref, ref, limit),
        )
        return [json.loads(row[0]) for row in rows]

    def delete(self, kind: str, key: str | None = None) -> int:
        found = self._db.execute(
            "delete from documents where kind = ? and (? is null or id = ?)", (kind, key, key)
        )
        return found.rowcount
