"""From committed facts to frames and wake-ups; the process that committed announces."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import structlog

from models.chat import summaries
from models.chat.archive import PutAside
from models.chat.delete import ConversationDeleted
from models.chat.join import StaffSeated
from models.chat.mute import Hushed
from models.chat.projection import project
from models.chat.read import CursorMoved
from models.chat.rows import TimelineRow
from models.chat.tables import Audience, Side
from models.chat.timeline import DeadlinesMoved, RowsAppended
from models.db import spread_by
from models.leads.create import LeadSent
from models.notices.access import shown
from models.notices.read import NoticesRead
from models.notices.tell import NoticeTold
from models.outbox import Drain
from models.people.sanction import UserSuspended
from models.people.sessions import SessionsEnded
from models.wallet.transactions import WalletChanged
from realtime.bus import Bus
from realtime.lookups import Lookups
from realtime.rooms import room_of, staff_room, user_room
from settings import settings

log = structlog.get_logger()

CLOSE = "$close"
"""Told to processes, not to people: close somebody's sockets."""
SEAT = "$seat"
"""As above: an agent's sockets enter or leave a conversation's staff room."""


class Publisher:
    """Emits at once what a fact holds; what must be looked up first (counts, balances) is gathered and follows."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._lookups = Lookups(bus)

    async def stop(self) -> None:
        """Tell what was gathered, briefly, and go."""
        await self._lookups.stop()

    async def idle(self) -> None:
        """Until everything that was gathered has been told."""
        await self._lookups.idle()

    async def announce(self, facts: list[Any]) -> None:
        for fact in facts:
            tell = TELL.get(type(fact))
            if tell is None:
                continue
            try:
                await tell(self, fact)
            except Exception:
                log.exception("announcement.failed", fact=type(fact).__name__)
        self._lookups.go()

    async def emit(self, event: str, data: Any, *rooms: str) -> None:
        self._bus.broadcast(event, data, *rooms)

    async def rows_appended(self, fact: RowsAppended) -> None:
        place = str(fact.conversation_id)
        rooms = {
            Side.CLIENT: user_room(fact.client_id),
            Side.WORKER: user_room(fact.worker_id),
            Side.STAFF: staff_room(place),
        }
        for row in fact.rows:
            for frame, sides in by_projection(row):
                self._bus.broadcast("message:new", frame, *(rooms[side] for side in sides), row=(place, row.seq))
        if fact.standing and not fact.alters:
            seq = fact.rows[-1].seq
            self._lookups.was_told(fact.conversation_id, seq)
            for side in (Side.CLIENT, Side.WORKER):
                state = summaries.after_row(side, fact.conversation_id, seq, fact.standing)
                self._bus.broadcast("conversation:updated", state, rooms[side])
        elif fact.alters:
            reveals = any(row.event and row.event["kind"] == "contact.revealed" for row in fact.rows)
            self._lookups.state(fact.conversation_id, reveals=reveals)
        else:
            self._lookups.counts(fact.conversation_id)

    async def cursor_moved(self, fact: CursorMoved) -> None:
        frame = {
            "conversation_id": str(fact.conversation_id),
            "user_id": str(fact.user_id),
            "last_read_seq": fact.last_read_seq,
        }
        rooms = [room_of(side, fact.conversation_id, fact.client_id, fact.worker_id) for side in Side]
        await self.emit("message:read", frame, *rooms)
        self._lookups.was_read(fact.conversation_id)
        self._lookups.counts(fact.conversation_id)

    async def deadlines_moved(self, fact: DeadlinesMoved) -> None:
        self._lookups.state(fact.conversation_id)

    async def put_aside(self, fact: PutAside | Hushed) -> None:
        self._lookups.counts(fact.conversation_id, only=fact.user_id)

    async def conversation_deleted(self, fact: ConversationDeleted) -> None:
        frame = {"id": str(fact.conversation_id), "gone": True}
        await self.emit("conversation:updated", frame, user_room(fact.client_id), user_room(fact.worker_id))

    async def lead_sent(self, fact: LeadSent) -> None:
        await self.emit("lead:new", fact.facts, user_room(fact.worker_id))

    async def notice_told(self, fact: NoticeTold) -> None:
        await self.emit("notice:new", shown(fact.notice), user_room(fact.notice.user_id))

    async def notices_read(self, fact: NoticesRead) -> None:
        await self.emit("notice:read", {"last_read_seq": fact.last_read_seq}, user_room(fact.user_id))

    async def wallet_changed(self, fact: WalletChanged) -> None:
        self._lookups.wallet(fact.worker_id)

    async def user_suspended(self, fact: UserSuspended) -> None:
        await self._bus.command(CLOSE, {"user_id": str(fact.user_id), "session_ids": None})

    async def sessions_ended(self, fact: SessionsEnded) -> None:
        ids = [str(session_id) for session_id in fact.session_ids]
        await self._bus.command(CLOSE, {"user_id": str(fact.user_id), "session_ids": ids})

    async def staff_seated(self, fact: StaffSeated) -> None:
        seat = {"conversation_id": str(fact.conversation_id), "user_id": str(fact.user_id), "is_in": fact.is_in}
        await self._bus.command(SEAT, seat)

    async def drain(self, _: Drain) -> None:
        self._bus.wake_workers()


TELL: dict[type, Callable[[Publisher, Any], Awaitable[None]]] = {
    RowsAppended: Publisher.rows_appended,
    CursorMoved: Publisher.cursor_moved,
    PutAside: Publisher.put_aside,
    Hushed: Publisher.put_aside,
    ConversationDeleted: Publisher.conversation_deleted,
    LeadSent: Publisher.lead_sent,
    DeadlinesMoved: Publisher.deadlines_moved,
    NoticeTold: Publisher.notice_told,
    NoticesRead: Publisher.notices_read,
    WalletChanged: Publisher.wallet_changed,
    UserSuspended: Publisher.user_suspended,
    SessionsEnded: Publisher.sessions_ended,
    StaffSeated: Publisher.staff_seated,
    Drain: Publisher.drain,
}


def by_projection(row: TimelineRow) -> list[tuple[dict[str, Any], list[Side]]]:
    """The frames of a row, each with the sides that see it so: encoded once for them together (R-22)."""
    if row.event is None and row.audience == Audience.BOTH:
        return [(project(row, Side.STAFF), [Side.CLIENT, Side.WORKER, Side.STAFF])]
    frames: list[tuple[dict[str, Any], list[Side]]] = []
    for side in (Side.CLIENT, Side.WORKER, Side.STAFF):
        frame = {"conversation_id": str(row.conversation_id)} | project(row, side)
        for known, sides in frames:
            if known == frame:
                sides.append(side)
                break
        else:
            frames.append((frame, [side]))
    return frames


@asynccontextmanager
async def publishing(bus: Bus | None = None) -> AsyncIterator[Publisher]:
    """Announce what this process commits while the block runs; without sockets of its own unless `bus` has them.

    A frame lost is healed by `sync`, so nothing is retried.
    """
    bus = bus or Bus(settings().redis_url, write_only=True)
    bus.start()
    publisher = Publisher(bus)
    stop_spreading = spread_by(publisher.announce)
    try:
        yield publisher
    finally:
        stop_spreading()
        await publisher.stop()
        await bus.stop()
