"""One transaction per verb: locks in one order, time read after them, word spread after the commit."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.exceptions import DoesNotExist
from tortoise.models import Model
from tortoise.transactions import in_transaction

from models import fault
from models.clock import business_now
from models.errors import NotFound
from models.pending import Pending

M = TypeVar("M", bound=Model)

LOCK_ORDER = (
    "users",
    "worker_profiles",
    "leads",
    "lead_purchases",
    "deposits",
    "withdrawals",
    "payment_requests",
    "escrow_payments",
    "disputes",
    "reviews",
    "accounts",
    "conversations",
    "uploads",
)
"""R-21, with the tables it doesn't name put where their parents stand."""


class LockOrderBroken(AssertionError):
    """A defect of ours: two verbs that lock in different orders can wait for each other for ever."""


class Transaction:
    """What the running verb holds, what time it is for it, and what to say when it has committed."""

    def __init__(self, connection: BaseDBAsyncClient, at: datetime | None, pending: Pending | None = None) -> None:
        self.connection = connection
        self.pending = pending
        self.known: dict[Any, Any] = {}
        """What nobody changes and everybody asks: the platform's accounts."""
        self.announcements: list[Any] = []
        self._now = at
        self._dated = at is not None
        self._held: list[tuple[int, UUID]] = []

    async def now(self) -> datetime:
        """Business time, read once, after the last lock; a timer's verb lives at its `due_at` (R-19)."""
        if self._now is None:
            self._now = await business_now()
        return self._now

    @contextmanager
    def living_at(self, at: datetime) -> Iterator[None]:
        """One of many effects, each at its own instant (R-19); its locks are taken already."""
        before = self._now, self._dated
        self._now, self._dated = at, True
        try:
            yield
        finally:
            self._now, self._dated = before

    async def create(self, *rows: Model) -> None:
        """Insert rows of one table now, or with all others that share the commit."""
        if self.pending is not None:
            for row in rows:
                self.pending.create(row)
        elif len(rows) == 1:
            await rows[0].save(force_create=True)
        else:
            await type(rows[0]).bulk_create(rows)

    async def change(self, row: Model, *fields: str) -> None:
        """Write these columns of a held row now, or with all others that share the commit."""
        if self.pending is None:
            await row.save(update_fields=fields)
        else:
            self.pending.change(row, fields)

    def announce(self, fact: Any) -> None:
        """Hand `fact` to this process's announcer once the transaction has committed."""
        self.announcements.append(fact)

    def holds(self, table: type[Model], key: UUID) -> bool:
        return (LOCK_ORDER.index(table._meta.db_table), key) in self._held

    def made(self, row: Model) -> None:
        """A row that this transaction inserted is held already: nobody else can see it to lock it."""
        self._held.append((LOCK_ORDER.index(row._meta.db_table), row.pk))

    def may_hold(self, table: type[Model]) -> None:
        """Before rows of `table` are locked whose keys aren't known yet; `will_hold` names them afterwards."""
        if self._held and LOCK_ORDER.index(table._meta.db_table) < max(self._held)[0]:
            raise LockOrderBroken(f"{table.__name__} after {LOCK_ORDER[max(self._held)[0]]}")

    def will_hold(self, table: type[Model], keys: Iterable[UUID]) -> list[UUID]:
        """The keys to lock, in order; refuses what could deadlock with another verb."""
        rank = LOCK_ORDER.index(table._meta.db_table)
        wanted = sorted({key for key in keys if (rank, key) not in self._held})
        if wanted and self._held and (rank, wanted[0]) < max(self._held):
            raise LockOrderBroken(f"{table.__name__} after {LOCK_ORDER[max(self._held)[0]]}")
        if wanted and self._now is not None and not self._dated:
            raise LockOrderBroken(f"{table.__name__} locked after the time was read")
        self._held += [(rank, key) for key in wanted]
        return wanted


_current: ContextVar[Transaction | None] = ContextVar("transaction", default=None)
_announcers: list[Callable[[list[Any]], Awaitable[None]]] = []


def spread_by(announcer: Callable[[list[Any]], Awaitable[None]]) -> Callable[[], None]:
    """Have `announcer` called with a committed transaction's announcements; returns how to stop it."""
    _announcers.append(announcer)
    return lambda: _announcers.remove(announcer)


@asynccontextmanager
async def transaction(*, at: datetime | None = None, gathers: bool = False) -> AsyncIterator[Transaction]:
    """Open a verb's transaction; `at` dates everything in it (a timer's `due_at`).

    With `gathers`, what is created and changed is written at the end, table by table: for many effects at once.
    Verbs don't nest: what two verbs share is a function that asks for `current()`.
    """
    if _current.get() is not None:
        raise LockOrderBroken("a verb inside a verb")
    async with in_transaction("default") as connection:
        opened = Transaction(connection, at, Pending() if gathers else None)
        token = _current.set(opened)
        try:
            yield opened
            if opened.pending is not None:
                await opened.pending.write(connection)
        finally:
            _current.reset(token)
    await spread(opened.announcements)


async def spread(facts: list[Any]) -> None:
    """Have committed facts announced; for what commits without a transaction of ours around it."""
    if facts:
        fault.passes("after-commit")
        for announcer in _announcers:
            await announcer(facts)


def in_transaction_now() -> bool:
    return _current.get() is not None


def current() -> Transaction:
    """The transaction of the running verb."""
    opened = _current.get()
    if opened is None:
        raise LockOrderBroken("this belongs inside a verb's transaction")
    return opened


async def hold(table: type[M], *keys: UUID) -> list[M]:
    """Lock rows until the commit, in R-21's order, and read them as they are now; in the order of `keys`.

    Raises NotFound when one is missing. FOR NO KEY UPDATE: rows that point here can still be inserted.
    """
    wanted = current().will_hold(table, keys)
    rows = table.filter(pk__in=list(keys)).order_by(table._meta.pk_attr)
    if wanted:
        rows = rows.select_for_update(no_key=True)
    found = {row.pk: row for row in await rows}
    if len(found) != len(set(keys)):
        raise NotFound
    return [found[key] for key in keys]


async def hold_one(table: type[M], key: UUID) -> M:
    return (await hold(table, key))[0]


async def find(table: type[M], **matching: Any) -> M:
    """The one row, unlocked; NotFound when there is none."""
    try:
        return await table.get(**matching)
    except DoesNotExist:
        raise NotFound from None
