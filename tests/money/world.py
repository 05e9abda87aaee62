"""A world of clients, handymen and staff, and its rounds: eight act at once while news come and timers fire."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from integrations.errors import ProviderError
from models import inbox, timers_work
from models.audit import audit
from models.engine_tables import Timer, WebhookEvent
from models.errors import Refusal
from models.gathered import Gathered
from models.timer_effects import EFFECTS
from models.wallet.ledger import AlreadyPosted
from tasks.event import Event, NotYet
from tasks.webhooks import apply_webhook
from tests.moment import stand_still_at
from tests.money import of_banks, of_leads, of_payments, of_staff, of_wallets  # noqa: F401 - they register deeds
from tests.money.deed import DEEDS, Act, Cast, Command, Deed, choose
from tests.money.of_staff import EVENTS
from tests.money.payers import Raw, Violation
from tests.money.seen import Row, look
from tests.money.truth import Memory, refuse_faults

BEGINNING = datetime(2026, 11, 18, 18, tzinfo=UTC)
MINUTES = [0, 0, 0, 0, 0, 0, 0, 1, 20, 20, 61, 180, 720, 1440, 1440, 2881, 2881, 7200, 10081]
"""By how much time goes on between two rounds: mostly not at all, so that people meet."""
ACTORS = 8
PATIENCE = 60
"""Seconds of a round: eight who wait for each other would wait for ever."""
FLAGGED = ("AMOUNT_MISMATCH", "FOREIGN_CURRENCY", "REFUND_FAILED")
"""What a human is to see of an event, and rightly."""


@dataclass(frozen=True)
class Round:
    """As hypothesis draws it."""

    commands: Sequence[Command]
    clock: int
    timers_sleep: bool
    news_wait: int
    """Of so many in ten events, the round delivers none."""


@dataclass
class Tally:
    """How often each verb was tried and how often it was not refused."""

    tried: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    heard: Counter[str] = field(default_factory=Counter)
    fired: Counter[str] = field(default_factory=Counter)
    rounds: int = 0

    @property
    def steps(self) -> int:
        return sum(self.tried.values())

    def has(self, steps: int, of_each: int) -> bool:
        return self.steps >= steps and not self.seldom(of_each)

    def seldom(self, of_each: int) -> dict[str, int]:
        return {verb: self.tried[verb] for verb in DEEDS if self.tried[verb] < of_each}

    def told(self) -> str:
        lines = [f"{self.steps} steps in {self.rounds} rounds, {sum(self.done.values())} not refused"]
        lines += [f"{verb:28}{self.tried[verb]:7}{self.done[verb]:7}" for verb in sorted(self.tried)]
        lines += [f"  {what:60}{count:7}" for what, count in self.refusals.most_common()]
        lines += [f"heard {kind:40}{count:7}" for kind, count in self.heard.most_common()]
        lines += [f"fired {kind:40}{count:7}" for kind, count in self.fired.most_common()]
        return "\n".join(lines)


class World:
    def __init__(self, cast: Cast, tally: Tally, chance: Random) -> None:
        self.cast = cast
        self.processor = cast.processor
        self.tally = tally
        self.chance = chance
        self.now = BEGINNING
        self.memory = Memory()
        self.story: list[str] = []
        self.audit_after = Gathered(self.audited)
        """Of after the verb; those that end at the same time share one."""

    async def live(self, rounds: Iterable[Round]) -> None:
        """Round by round, each ending in nobody at work and nothing wrong; then to the end of all deadlines."""
        try:
            for each in rounds:
                async with asyncio.timeout(PATIENCE):
                    await self.round(each)
                    await refuse_faults(self.memory, self.processor)
                self.tally.rounds += 1
        except BaseException as error:
            raise Violation("\n".join([*self.story[-24:], f"→ {type(error).__name__}: {error}"])) from error

    async def round(self, drawn: Round) -> None:
        await self.moves_on(timedelta(minutes=MINUTES[(drawn.clock + self.tally.rounds * 5) % len(MINUTES)]))
        seen = await look(EVENTS, self.processor)
        taken: set[Any] = set()
        turns = []
        for place, each in enumerate(drawn.commands):
            command = each.at(self.tally.steps + place)
            turns.append((command, *choose(seen, command, self.tally.tried, taken)))
        verbs = [deed.verb for _, deed, _ in turns]
        self.story.append(f"-- {self.now}: {verbs}, timers sleep: {drawn.timers_sleep}")
        doing: list[Awaitable[Any]] = [self.takes_turns(turns[actor::ACTORS]) for actor in range(ACTORS)]
        news = self.news_of(drawn)
        doing += [self.hears(news[0::2]), self.hears(news[1::2])]
        if not drawn.timers_sleep:
            doing += [self.fires(), self.fires()]
        for outcome in await asyncio.gather(*doing, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome

    async def moves_on(self, by: timedelta) -> None:
        if by:
            self.now = self.processor.now = self.now + by
            await stand_still_at(self.now)

    async def takes_turns(self, turns: Sequence[tuple[Command, Deed, Row]]) -> None:
        for command, deed, row in turns:
            await self.acts(deed, Act(self.cast, command, row, f"key-{self.chance.getrandbits(64)}"))

    async def acts(self, deed: Deed, act: Act) -> None:
        """Once or, as impatient people do, twice at once with the same key."""
        self.tally.tried[deed.verb] += 1
        times = 2 if act.how % 8 == 1 else 1
        twins = [replace(act) for _ in range(times)]
        outcomes = await asyncio.gather(*(self.does(deed, each) for each in twins))
        self.story.append(f"{deed.verb} {act.row.get('id')} {'twice ' * (times - 1)}{outcomes}")
        if any(outcome is None for outcome in outcomes):
            self.tally.done[deed.verb] += 1
            if any(each.is_a_strangers for each in twins):
                raise Violation(f"{deed.verb} by somebody whose business it isn't")
        await self.audit_after(deed.verb)

    async def does(self, deed: Deed, act: Act) -> str | None:
        """What refused it, if anything did; whatever else is raised is a defect."""
        try:
            act.chance = Random(act.key)
            await deed.do(act)
        except AlreadyPosted:
            raise
        except (Refusal, ProviderError, NotYet) as no:
            self.tally.refusals[f"{deed.verb}: {type(no).__name__}"] += 1
            return type(no).__name__
        return None

    def news_of(self, drawn: Round) -> list[tuple[str, str, Raw]]:
        """Some of what waits, in disorder; some of it will come again, under its name or under another one."""
        self.chance.shuffle(self.processor.news)
        now, later = [], []
        for event in self.processor.news:
            (later if self.chance.randrange(10) < drawn.news_wait else now).append(event)
        for name, kind, about in now:
            if self.chance.randrange(4) == 0:
                later.append((self.chance.choice([name, f"{name}_again"]), kind, about))
        self.processor.news[:] = later
        return now

    async def hears(self, news: Sequence[tuple[str, str, Raw]]) -> None:
        for name, kind, about in news:
            await inbox.receive("stripe", name, kind, {"data": {"object": about}})
            event = await WebhookEvent.get(source="stripe", external_id=name)
            told = Event("webhook.received", {"webhook_event_id": str(event.id)}, self.now, name)
            times = 2 if self.chance.randrange(4) == 0 else 1
            await asyncio.gather(*(apply_webhook(told) for _ in range(times)))
            await event.refresh_from_db()
            self.tally.heard[kind] += 1
            if event.last_error is not None and not event.last_error.startswith(FLAGGED):
                raise Violation(f"{kind} {about}: {event.last_error}")

    async def fires(self) -> None:
        """What is due, each at its instant; one in four again, by a worker that thinks the first one dead."""
        for timer in await timers_work.claim_due(most=200):
            await self.fire(timer)

    async def fire(self, timer: Timer) -> None:
        await timers_work.fire(timer)
        self.tally.fired[timer.kind] += 1
        if self.chance.randrange(4) == 0:
            await EFFECTS[timer.kind](timer.subject_id, at=timer.due_at)

    async def audited(self, verbs: list[str]) -> list[None]:
        """While the others go on: each of the audit's statements sees one moment, so it may be asked."""
        if found := await audit():
            raise Violation("in the midst: " + "\n".join(found[:20]))
        return [None for _ in verbs]
