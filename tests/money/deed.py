"""What an actor can do: a verb, on which rows it makes sense, and what comes before it where there are none."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from models.people.tables import User
from tests.money.processor import Processor
from tests.money.seen import Row, Seen

CROWD = 6
"""Actors choose among so many of the newest rows, so that they get into each other's way."""
LONGEST = 16
"""From wish to beginning there are fewer verbs than that."""
SELDOM = 8
"""Among so many of the verbs that were tried least."""


@dataclass
class Cast:
    """Who lives in the world, and the processor that everybody pays through."""

    clients: list[User]
    workers: list[User]
    support: User
    admin: User
    processor: Processor
    gone: list[User] = field(default_factory=list)

    @property
    def everybody(self) -> dict[UUID, User]:
        staff = [self.support, self.admin]
        return {user.id: user for user in [*self.clients, *self.workers, *staff, *self.gone]}


@dataclass(frozen=True)
class Command:
    """As hypothesis draws it, counted on from its place: so even the plainest story has everything."""

    verb: int
    which: int
    how: int

    def at(self, place: int) -> "Command":
        return Command(self.verb + place, self.which + 11 * place, (self.how + 37 * place) % 256)


@dataclass
class Act:
    """A command, on the row that it fell on."""

    cast: Cast
    command: Command
    row: Row
    key: str
    chance: Random = field(default_factory=Random)
    is_a_strangers: bool = False
    """Somebody's whose business it isn't: it must not succeed."""

    @property
    def how(self) -> int:
        return self.command.how

    @property
    def processor(self) -> Processor:
        return self.cast.processor

    def by(self, user_id: UUID) -> User:
        """Who does it; one time in sixteen somebody whose business it isn't."""
        if self.how % 16 != 15:
            return self.cast.everybody[user_id]
        own = {self.row.get("client_id"), self.row.get("worker_id")}
        strangers = [user for user in [*self.cast.clients, *self.cast.workers] if user.id not in own]
        self.is_a_strangers = True
        return strangers[self.command.which % len(strangers)]


Do = Callable[[Act], Awaitable[Any]]


@dataclass(frozen=True)
class Deed:
    verb: str
    of: str
    when: Callable[[Row], Any]
    otherwise: tuple[str, ...]
    do: Do


DEEDS: dict[str, Deed] = {}


def deed(of: str, when: Callable[[Row], Any] = bool, otherwise: str = "") -> Callable[[Do], Do]:
    """Make the function a verb of the world: on rows of `of` that are as `when` says, else do `otherwise`."""

    def register(do: Do) -> Do:
        name = do.__name__
        DEEDS[name] = Deed(name, of, when, tuple(otherwise.split()), do)
        return do

    return register


def choose(seen: Seen, command: Command, tally: Mapping[str, int], taken: set[Any]) -> tuple[Deed, Row]:
    """What comes of a command: a verb, mostly one that was seldom tried, or what leads there.

    One in four goes for a row that another actor is at, one in sixteen for any row at all.
    """
    verb = sorted(DEEDS)[command.verb % len(DEEDS)]
    if command.how % 8:
        verb = sorted(DEEDS, key=lambda verb: tally[verb])[command.verb % SELDOM]
    for detour in range(LONGEST * 2):
        found = DEEDS[verb]
        rows = rows_of(found, seen, any_at_all=command.how % 16 == 14)
        if command.which % 4 and found.otherwise and detour < LONGEST:
            rows = [row for row in rows if about(row) not in taken]
        if rows:
            row = rows[command.which % len(rows)]
            taken.add(about(row))
            return found, row
        before = [each for each in found.otherwise if rows_of(DEEDS[each], seen)]
        # where nothing leads to it (everybody is suspended), something else comes of the command
        before = before or list(found.otherwise) or sorted(DEEDS)
        verb = before[command.which % len(before)]
    # every way is barred (all are suspended): what can be done is done
    possible = [each for each in DEEDS.values() if rows_of(each, seen)]
    found = possible[command.verb % len(possible)]
    rows = rows_of(found, seen)
    return found, rows[command.which % len(rows)]


def rows_of(deed: Deed, seen: Seen, *, any_at_all: bool = False) -> list[Row]:
    """The newest rows on which it makes sense."""
    return [row for row in seen[deed.of] if any_at_all or deed.when(row)][-CROWD:]


def about(row: Row) -> Any:
    return row.get("request_id", row["id"])
