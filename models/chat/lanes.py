"""Texts of one event-loop tick in one commit (R-20): a batch leaves when a lane is free, never later by a timer.

A conversation is in one batch at a time, so that what was sent first is written first. Whatever can't go with the
others (a busy conversation, a first answer, a file, a row that PostgreSQL won't take) goes again alone, while only
its own conversation waits.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import asyncpg
import structlog

from models import database, fault
from models.chat.payloads import Said
from models.chat.rows import TimelineRow
from models.chat.say_once import body_hash
from models.columns import new_id
from models.people.tables import User
from models.sql import statement

log = structlog.get_logger()

LANES = 2
"""While PostgreSQL flushes one batch, the next one is made."""
ENOUGH = 16
"""Conversations that are worth another lane; fewer wait for the one that is on its way."""
MOST = 256
"""Rows of a batch."""


class Write:
    """One message on its way. `done` is called once, when `row` or `error` says how it ended."""

    __slots__ = (
        "by",
        "conversation_id",
        "done",
        "error",
        "hash",
        "id",
        "is_ended",
        "row",
        "said",
        "verdict",
        "was_checked",
    )

    def __init__(self, by: User, conversation_id: UUID, said: Said, done: Callable[["Write"], None]) -> None:
        self.by = by
        self.conversation_id = conversation_id
        self.said = said
        self.done = done
        self.id = new_id()
        self.hash = body_hash(said)
        self.was_checked = False
        self.verdict = ""
        self.row: TimelineRow | None = None
        self.error: Exception | None = None
        self.is_ended = False

    def end(self, error: Exception | None = None) -> None:
        """Tell who sent it, once; what breaks there is not its neighbours' business."""
        if self.is_ended:
            return
        self.is_ended = True
        self.error = error or self.error
        try:
            self.done(self)
        except Exception:
            log.exception("message.unanswered")


Settle = Callable[[list[tuple[Write, Any]]], Awaitable[None]]
"""Turns what PostgreSQL answered into rows, and has them announced."""
LongerWay = Callable[[Write], Awaitable[None]]
"""Ends one write by itself; never raises."""


class Lanes:
    """The batches of one process."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", settle: Settle, go_alone: LongerWay) -> None:
        self.pool = pool
        self._settle = settle
        self._go_alone = go_alone
        self._waiting: dict[UUID, list[Write]] = {}
        """Conversations that the next batch can take, first come first."""
        self._on_the_way: dict[UUID, list[Write]] = {}
        """Conversations of which something is being written, with what waits for it."""
        self._free = LANES
        self._is_called = False
        self._tasks: set[asyncio.Task[None]] = set()

    def is_over(self) -> bool:
        """Whether this process has other lanes by now."""
        return _kept is not self

    def submit(self, write: Write) -> None:
        line = self._on_the_way.get(write.conversation_id)
        if line is not None:
            line.append(write)
            return
        self._waiting.setdefault(write.conversation_id, []).append(write)
        self._call()

    async def carry(self, writes: list[Write], *, skip_busy: bool) -> list[Any]:
        """One round trip for all of them; answers in their order."""
        return await self.pool.fetch(
            statement("send"),
            [write.conversation_id for write in writes],
            [write.by.id for write in writes],
            [write.id for write in writes],
            [write.said.client_msg_id for write in writes],
            [write.hash for write in writes],
            [write.said.content for write in writes],
            [write.was_checked for write in writes],
            skip_busy,
        )

    def _call(self) -> None:
        has_lane = self._free == LANES or (self._free and len(self._waiting) >= ENOUGH)
        if self._waiting and has_lane and not self._is_called:
            self._is_called = True
            asyncio.get_running_loop().call_soon(self._leave)

    def _leave(self) -> None:
        """The end of a tick: everything that came in it goes together."""
        self._is_called = False
        batch: list[Write] = []
        while self._waiting and len(batch) < MOST:
            conversation_id = next(iter(self._waiting))
            line = self._waiting.pop(conversation_id)
            together = short_ones(line)
            self._on_the_way[conversation_id] = line[max(1, together) :]
            if together:
                batch += line[:together]
            else:
                self._start(self._take_the_longer_way(conversation_id, line[:1]))
        if batch:
            self._free -= 1
            self._start(self._drive(batch))
        self._call()

    def _start(self, doing: Any) -> None:
        task = asyncio.get_running_loop().create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drive(self, batch: list[Write]) -> None:
        try:
            alone = await self._write(batch)
        finally:
            self._free += 1
        for write in batch:
            if write.conversation_id not in alone:
                self._go_on(write.conversation_id)
        for conversation_id, writes in alone.items():
            self._start(self._take_the_longer_way(conversation_id, writes))
        self._call()

    async def _write(self, batch: list[Write]) -> dict[UUID, list[Write]]:
        """Write the batch and end what could be ended; the others, by conversation."""
        alone: dict[UUID, list[Write]] = {}
        try:
            found = await self.carry(batch, skip_busy=True)
            fault.passes("in-a-batch")
        except asyncpg.PostgresConnectionError as error:
            fail(batch, error)
        except asyncpg.PostgresError:
            # one of them is to blame, and only that one shall pay
            for write in batch:
                alone.setdefault(write.conversation_id, []).append(write)
        except Exception as error:  # noqa: BLE001 - whatever it was, nobody is left waiting
            fail(batch, error)
        else:
            for write, answer in zip(batch, found, strict=True):
                write.verdict = answer["verdict"]
                if write.verdict in NOT_YET:
                    alone.setdefault(write.conversation_id, []).append(write)
            await self._settle([pair for pair in zip(batch, found, strict=True) if pair[0].verdict not in NOT_YET])
        return alone

    async def _take_the_longer_way(self, conversation_id: UUID, writes: list[Write]) -> None:
        for write in writes:
            await self._go_alone(write)
        self._go_on(conversation_id)
        self._call()

    def _go_on(self, conversation_id: UUID) -> None:
        line = self._on_the_way.pop(conversation_id, None)
        if line:
            self._waiting[conversation_id] = line


NOT_YET = frozenset({"busy", "unchecked", "answer"})


def short_ones(line: list[Write]) -> int:
    """How many of the line's first are texts, which go together with others."""
    count = 0
    while count < len(line) and count < MOST and line[count].said.content is not None:
        count += 1
    return count


def fail(writes: list[Write], error: Exception) -> None:
    for write in writes:
        write.end(error)


_kept: Lanes | None = None


async def lanes(settle: Settle, go_alone: LongerWay) -> Lanes:
    """The lanes of this process's database."""
    global _kept  # noqa: PLW0603 - as the pool that they drive on
    pool = await database.pool()
    if _kept is None or _kept.pool is not pool:
        _kept = Lanes(pool, settle, go_alone)
    return _kept
