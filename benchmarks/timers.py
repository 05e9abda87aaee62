"""What was due while nobody worked, drained: `bin/bench timers [how many]`, a third each of three kinds."""

import asyncio
import os
import time
from decimal import Decimal

import asyncpg
import orjson

from benchmarks.clients import connect
from benchmarks.cpu import seconds_of
from benchmarks.many import multiply
from benchmarks.stage import Stage, stage
from benchmarks.storm import talk

A_GROUP = 20
"""Conversations of one handyman."""
KINDS = ("lead.refund_reminder", "lead.refund", "escrow.release")
AHEAD = 9 * 86400
"""Seconds: later than all of them, earlier than everything else."""
WORKERS = 2
TALKING, A_SECOND = 50, 100

PROOF = """
SELECT count(*) AS rows, count(DISTINCT conversation_id) AS conversations FROM messages
WHERE event->>'kind' = $1
"""
ROWS = ("lead.refund_reminder", "lead.refunded", "escrow.released")


async def one_group() -> None:
    """A handyman with unanswered purchases, and one with confirmed work."""
    from tests import a, build_jobs, build_leads, build_money, build_payments

    await build_jobs.catalogue()
    unlucky, lucky = await build_money.funded(await a.worker()), await a.worker(free=True)
    for _ in range(A_GROUP):
        bought = await build_leads.purchase(unlucky, price=Decimal(20))
        await build_leads.words_of_worker(bought)
    for _ in range(A_GROUP):
        talk = await build_payments.talk(lucky)
        await build_payments.confirmed_request(talk)


def prepare(here: Stage, count: int) -> int:
    """The world in which so many timers wait; returns how many it became."""
    groups = max(1, round(count / (3 * A_GROUP)))
    os.environ.update(here.environment)
    asyncio.run(prepared(here.environment["DATABASE_URL"], groups))
    return groups * 3 * A_GROUP


async def prepared(database: str, groups: int) -> None:
    from models import database as db

    await db.connect(pool=2)
    await one_group()
    await db.close()
    connection = await asyncpg.connect(database)
    await connection.execute("DELETE FROM timers WHERE NOT kind = ANY ($1)", list(KINDS))
    await connection.execute("DELETE FROM outbox")
    await connection.close()
    await multiply(database, groups - 1)


async def drain(database: str) -> tuple[float, int]:
    """Seconds until the last was fired after all were due, and how many were given up."""
    connection = await asyncpg.connect(database)
    try:
        await connection.execute(
            "INSERT INTO sandbox_clock (id, ahead_by) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET ahead_by = $1",
            AHEAD * 1_000_000,
        )
        began = time.monotonic()
        # not how many: counting would be a load of its own
        due = "SELECT EXISTS (SELECT FROM timers WHERE kind = ANY ($1) AND parked_at IS NULL)"
        while await connection.fetchval(due, list(KINDS)):  # noqa: ASYNC110 - that is measured
            await asyncio.sleep(0.5)
        took = time.monotonic() - began
        return took, await connection.fetchval("SELECT count(*) FROM timers WHERE parked_at IS NOT NULL")
    finally:
        await connection.close()


async def drain_while_talking(here: Stage) -> tuple[float, int, list[float]]:
    """As `drain`; with how long messages took meanwhile."""
    tokens = (here.folder / "tokens.txt").read_text().split()
    places = [orjson.loads(line) for line in (here.folder / "convs.txt").read_bytes().splitlines()]
    talkers = [
        (await connect(here.ports[0], token), place) for token, place in zip(tokens[::2], places, strict=True)
    ]
    is_over = asyncio.Event()
    talking = asyncio.create_task(talk(talkers, is_over, A_SECOND))
    took, parked = await drain(here.environment["DATABASE_URL"])
    is_over.set()
    return took, parked, sorted(await talking)


async def prove(database: str, each: int) -> None:
    connection = await asyncpg.connect(database)
    try:
        for row in ROWS:
            [found] = await connection.fetch(PROOF, row)
            is_right = found["rows"] == found["conversations"] == each
            said = "once each" if is_right else "WRONG"
            print(f"  {row}: {found['rows']} effects in {found['conversations']} conversations: {said}")
    finally:
        await connection.close()


def run(arguments: list[str]) -> None:
    with stage(TRUSTME_SANDBOX="1", STRIPE_API_URL="http://127.0.0.1:9") as here:
        count = prepare(here, int(arguments[0]) if arguments else 100_000)
        here.seed(TALKING)
        here.web()
        workers = [here.spawn(f"worker-{number}", "worker") for number in range(WORKERS)]
        try:
            time.sleep(5)  # they have started
            assert here.postgres.process
            pids, database = [worker.pid for worker in workers], here.postgres.process.pid
            before = seconds_of(*pids), seconds_of(database)
            took, parked, waited = asyncio.run(drain_while_talking(here))
            print(
                f"{count} timers due at once: the last after {took:.1f} s, {count / took:.0f}/s, {parked} given up"
            )
            p99 = waited[int(len(waited) * 0.99)] * 1000
            print(f"{len(waited)} messages meanwhile, {A_SECOND}/s: acknowledged within {p99:.0f} ms (p99)")
            own, theirs = seconds_of(*pids) - before[0], seconds_of(database) - before[1]
            print(f"CPU of 1,000: workers {own / count * 1000:.2f} s, PostgreSQL {theirs / count * 1000:.2f} s")
            asyncio.run(prove(here.environment["DATABASE_URL"], count // 3))
            print(here.audit())
        finally:
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.wait(30)
