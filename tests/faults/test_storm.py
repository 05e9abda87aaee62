"""Nodes and workers die, Redis stops, PostgreSQL restarts, networks end in the midst of talk: nothing is lost.

`FAULTS_SEED` breaks again what a failed run has printed.
"""

import asyncio
import itertools
import os
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx
import orjson
import pytest

from tests.faults.breaking import Breaking
from tests.faults.house import House, house
from tests.faults.jobs import Acknowledged, Pair, work
from tests.faults.person import Person
from tests.faults.truth import all_is_there, comes_to_rest, each_effect_once, refused_left_nothing, time_goes_by

pytestmark = [
    pytest.mark.processes,
    pytest.mark.timeout(900),
    pytest.mark.req("R-18", "R-19", "R-20", "R-24", "R-25", "R-26", "NOTE-02"),
]

SECONDS = float(os.environ.get("FAULTS_SECONDS", "12"))
PAIRS = int(os.environ.get("FAULTS_CLIENTS", "60")) // 2
SEED = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(10**6))
PATIENCE = 300
MOST_A_SECOND = 300
PAIRS_AT_POINTS = 6
DARING = 7
"""With one in so many messages, something goes out that must be refused."""


@pytest.fixture
def here() -> Iterator[House]:
    with house() as made:
        yield made


def crowd(here: House, pairs: int) -> list[Person]:
    """Clients and handymen by turns; each starts somewhere else."""
    tokens = (here.stage.folder / "tokens.txt").read_text().split()
    places = [orjson.loads(line) for line in (here.stage.folder / "convs.txt").read_bytes().splitlines()]
    return [
        Person(tokens[number], places[number // 2], here.ports[number % 2 :] + here.ports[: number % 2])
        for number in range(2 * pairs)
    ]


def pairs_of(here: House, people: list[Person], every: int) -> list[Pair]:
    """Those with whom more happens than talk."""
    done, pairs = Acknowledged(), list(zip(people[::2], people[1::2], strict=True))
    return [
        Pair(client, worker, pairs[number - 1][0], here.outside, done)
        for number, (client, worker) in enumerate(pairs)
        if number % every == 0
    ]


@asynccontextmanager
async def living(people: list[Person]) -> AsyncIterator[None]:
    """Everybody is connected for as long as the block runs, and nobody's client gave up."""
    http = httpx.AsyncClient(verify=False, trust_env=False, timeout=20)
    for person in people:
        person.http = http
    lives = [asyncio.create_task(person.live()) for person in people]
    try:
        yield
    finally:
        for life in lives:
            life.cancel()
        ends = await asyncio.gather(*lives, return_exceptions=True)
        await http.aclose()
        assert [end for end in ends if not isinstance(end, asyncio.CancelledError)] == []


async def talk(people: list[Person], seconds: float, *, at_least: float = 0) -> None:
    """About two messages a second in each conversation, as far as one process can; and what must not get in.

    Where a busy machine is slower than that, it takes longer until there were so many.
    """
    until = asyncio.get_running_loop().time() + seconds
    for number in itertools.count():
        if asyncio.get_running_loop().time() > until and number >= at_least:
            return
        person, other = people[number % len(people)], people[(number + 2) % len(people)]
        key = await person.say(f"Mensaje {number}")
        if number % DARING == 0:
            dare(person, other, key)
        await asyncio.sleep(1 / min(len(people), MOST_A_SECOND))


def dare(person: Person, other: Person, key: str) -> None:
    person.dare("NOT_FOUND", conversation_id=other.place)
    person.dare("MALFORMED", content="")
    person.dare("MALFORMED", conversation_id=person.place, sender_id=other.user_id)
    person.dare("IDEMPOTENCY_KEY_REUSED", client_msg_id=key, content="Otra cosa")


async def all_is_said(people: list[Person]) -> None:
    async with asyncio.timeout(PATIENCE):
        while any(person.outbox or person.dares for person in people):  # noqa: ASYNC110 - other processes
            await asyncio.sleep(0.1)


async def test_nothing_is_lost_whatever_breaks(here: House) -> None:
    print(f"FAULTS_SEED={SEED}")  # noqa: T201 - pytest shows it when the test has failed
    chance = random.Random(SEED)
    here.stage.seed(PAIRS)
    here.node(), here.node(), here.worker(), here.worker()
    await here.is_ready()
    people = crowd(here, PAIRS)
    pairs = pairs_of(here, people, every=3)
    enough = SECONDS * min(len(people), MOST_A_SECOND) / 4
    async with here.kept(), living(people):
        async with asyncio.TaskGroup() as storm:
            storm.create_task(talk(people, SECONDS, at_least=enough))
            storm.create_task(work(pairs, SECONDS, chance))
            storm.create_task(Breaking(here, SECONDS, chance).all_at_once(people))
            storm.create_task(resting(here))
        await all_is_said(people)
        await comes_to_rest(here)
        await asyncio.to_thread(here.stage.trustme, "clock", "advance", "P8D")
        await comes_to_rest(here)
        await all_is_there(here, people)
    await refused_left_nothing(here, people)
    await each_effect_once(here, pairs[0].done)
    acknowledged = sum(len(person.acknowledged) for person in people)
    print(f"{len(people)} people, {acknowledged} messages acknowledged, each there once, in order, for everybody")  # noqa: T201
    assert acknowledged >= enough
    assert sum(each.deaths for each in here.nodes + here.workers) >= 2


async def resting(here: House) -> None:
    """After the storm; jobs that were begun wait for what a dead worker had taken."""
    await asyncio.sleep(SECONDS)
    await comes_to_rest(here)


async def test_who_dies_at_a_named_point_leaves_nothing_half_done(here: House) -> None:
    """A node and the only worker die at one point after the other, and come back."""
    here.stage.seed(PAIRS_AT_POINTS)
    here.node("after-commit:5", "in-a-batch:5", "in-sync:5"), here.node()
    here.worker("after-a-timer:1", "after-commit:1", "after-a-reaction:1")
    await here.is_ready()
    doomed, people = [here.nodes[0], here.workers[0]], crowd(here, PAIRS_AT_POINTS)
    pairs, chance = pairs_of(here, people, every=1), random.Random(SEED)
    async with here.kept(), living(people):
        going = [asyncio.create_task(talk(people, PATIENCE)), asyncio.create_task(time_goes_by(here))]
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(work(pairs, 6, chance), Breaking(here, 6, chance).jump_later())
            while not all(each.dies_no_more for each in doomed):
                for person in chance.sample(people, 3):
                    person.cut()  # so that there is something to sync, everywhere
                await asyncio.gather(chance.choice(pairs).pay(), asyncio.sleep(1))
        for each in going:
            each.cancel()
        await all_is_said(people)
        await comes_to_rest(here)
        await all_is_there(here, people)
    await refused_left_nothing(here, people)
    await each_effect_once(here, pairs[0].done)
    assert [each.deaths for each in doomed] == [3, 3]
