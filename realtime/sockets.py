"""The sockets of this process, and whose they are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from models.errors import TooMany
from models.people.tables import User
from realtime.pace import Pace


class Writing(NamedTuple):
    since: float
    """When it was last passed on."""
    rooms: list[str]
    """To whom: those who heard that it began hear that it ended."""
    is_on: bool = True


@dataclass(eq=False, slots=True)
class Socket:
    sid: str
    user: User
    session_id: UUID
    pace: Pace
    """Of everything this socket sends."""
    theirs: Pace
    """Of everything its person sends to this process, shared by that person's sockets."""
    nonsense: Pace
    """Of what is refused to it for being malformed or too fast; who has spent it is not a person."""
    typing: dict[UUID, "Writing"] = field(default_factory=dict)
    """Where its person is writing."""

    def spend(self, amount: float) -> None:
        """Raises TooMany when the socket or its person has nothing left; what was refused costs nothing."""
        self.theirs.spend(amount)
        try:
            self.pace.spend(amount)
        except TooMany:
            self.theirs.give_back(amount)
            raise


class Sockets:
    def __init__(self) -> None:
        self._by_sid: dict[str, Socket] = {}
        self._by_user: dict[UUID, set[Socket]] = defaultdict(set)

    def add(self, socket: Socket) -> None:
        self._by_sid[socket.sid] = socket
        self._by_user[socket.user.id].add(socket)

    def remove(self, sid: str) -> Socket | None:
        """Forget a socket; it is returned if it was known."""
        socket = self._by_sid.pop(sid, None)
        if socket is not None:
            theirs = self._by_user[socket.user.id]
            theirs.discard(socket)
            if not theirs:
                del self._by_user[socket.user.id]
        return socket

    def get(self, sid: str) -> Socket | None:
        return self._by_sid.get(sid)

    def of_user(self, user_id: UUID) -> list[Socket]:
        return list(self._by_user.get(user_id, ()))

    def of_sessions(self, session_ids: Iterable[UUID]) -> list[Socket]:
        wanted = set(session_ids)
        return [socket for socket in self._by_sid.values() if socket.session_id in wanted]

    def user_ids(self) -> list[UUID]:
        return list(self._by_user)

    def has(self, user_id: UUID) -> bool:
        return user_id in self._by_user

    def __iter__(self) -> Iterator[Socket]:
        return iter(list(self._by_sid.values()))

    def __len__(self) -> int:
        return len(self._by_sid)
