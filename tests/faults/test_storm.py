"""A node is killed, Redis stops, PostgreSQL restarts, networks end in the midst of talk: nothing is lost."""

import asyncio
import itertools
import os
import random
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import orjson
import pytest

from benchmarks.stage import Stage, stage
from tests.faults.person import Person

pytestmark = [pytest.mark.processes, pytest.mark.req("R-20", "R-24", "R-25", "R-26")]

SECONDS = float(os.environ.get("FAULTS_SECONDS", "12"))
PAIRS = int(os.environ.get("FAULTS_CLIENTS", "60")) // 2
PATIENCE = 60


@pytest.fixture
def here() -> Iterator[Stage]:
    with stage() as made:
        yield made


def crowd(here: Stage, pairs: int) -> list[Person]:
    tokens = (here.folder / "tokens.txt").read_text().split()
    places = [orjson.loads(line) for line in (here.folder / "convs.txt").read_bytes().splitlines()]
    # each starts somewhere else, and goes to the next node when one is gone
    return [
        Person(
            tokens[number],
            places[number // 2],
            itertools.cycle(here.ports[number % 2 :] + here.ports[: number % 2]),
        )
        for number in range(2 * pairs)
    ]


@asynccontextmanager
async def living(people: list[Person]) -> AsyncIterator[None]:
    lives = [asyncio.create_task(person.live()) for person in people]
    try:
        yield
    finally:
        for life in lives:
            life.cancel()
        ends = await asyncio.gather(*lives, return_exceptions=True)
        assert [end for end in ends if not isinstance(end, asyncio.CancelledError)] == []


async def timelines(here: Stage) -> dict[str, list[Any]]:
    connection = await asyncpg.connect(here.environment["DATABASE_URL"])
    try:
        found: dict[str, list[Any]] = {}
        for row in await connection.fetch("SELECT * FROM messages ORDER BY conversation_id, seq"):
            found.setdefault(str(row["conversation_id"]), []).append(row)
        return found
    finally:
        await connection.close()


async def all_is_there(here: Stage, people: list[Person]) -> None:
    """What was acknowledged is in the table once, and everybody's timeline is the table's."""
    async with asyncio.timeout(PATIENCE):
        while any(person.outbox for person in people):  # noqa: ASYNC110 - other processes
            await asyncio.sleep(0.1)
        table = await timelines(here)
        while any(len(person.rows) < len(table[person.place]) for person in people):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    for person in people:
        rows = table[person.place]
        assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
        assert [row["id"] for row in person.rows] == [str(row["id"]) for row in rows]
        by_key = {row["client_msg_id"]: row["seq"] for row in rows}
        assert len(by_key.keys() & person.acknowledged.keys()) == len(person.acknowledged)
        assert {key: by_key[key] for key in person.acknowledged} == person.acknowledged
    assert here.audit() == "everything adds up"


async def talk(people: list[Person], seconds: float) -> None:
    """About two messages a second in each conversation."""
    until = asyncio.get_running_loop().time() + seconds
    for number in itertools.count():
        if asyncio.get_running_loop().time() > until:
            return
        await people[number % len(people)].say(f"Mensaje {number}")
        await asyncio.sleep(1 / len(people))


async def test_nothing_is_lost_whatever_breaks(here: Stage) -> None:
    here.seed(PAIRS)
    first, _ = here.web(), here.web()
    people = crowd(here, PAIRS)
    async with living(people):
        talking = asyncio.create_task(talk(people, SECONDS))
        await asyncio.sleep(SECONDS * 0.15)
        first.kill()
        await asyncio.sleep(SECONDS * 0.1)
        await asyncio.to_thread(here.web_again, 0)
        for person in random.sample(people, len(people) // 4):
            person.cut()
        assert here.redis.process
        here.redis.process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(SECONDS / 3)
        here.redis.process.send_signal(signal.SIGCONT)
        here.restart_postgres()
        await talking
        await all_is_there(here, people)
    assert sum(len(person.acknowledged) for person in people) >= SECONDS * PAIRS / 2


@pytest.mark.parametrize("point", ["after-commit:5", "in-a-batch:5", "in-sync:5"])
async def test_a_node_that_dies_there_leaves_nothing_half_done(here: Stage, point: str) -> None:
    here.seed(4)
    doomed = here.web(TRUSTME_FAULT=point)
    here.web()
    people = crowd(here, 4)
    async with living(people):
        talking = asyncio.create_task(talk(people, 3))
        async with asyncio.timeout(PATIENCE):
            while doomed.poll() is None:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.05)
        assert doomed.returncode == -signal.SIGKILL
        await talking
        await all_is_there(here, people)
