"""How many leads one process sells: `bin/bench purchases [how many]`, over HTTP, each with a key of its own."""

import asyncio
import os
import time
import uuid
from collections import Counter
from decimal import Decimal

from benchmarks.many import multiply
from benchmarks.stage import Stage, stage

LINES = 32
"""Requests under way."""
OWN, SHARED, HOT = 10, 2, 400
"""Leads of one handyman alone and leads of all six, in each group; leads of the hot one."""
SIX = 6

Sale = tuple[str, str]
"""Whose token, which lead."""


async def stand_up(database: str, groups: int) -> dict[str, list[Sale]]:
    """A world with leads to sell, by what is measured."""
    from models import database as db
    from tests import a, build_jobs, build_leads  # noqa: F401 - builders name each other
    from tests.build_money import funded

    await db.connect(pool=4)
    await build_jobs.catalogue()
    six = [await funded(await a.worker(), 1000) for _ in range(SIX)]
    for worker in [each for each in six for _ in range(OWN)]:
        await build_jobs.lead(worker, price=Decimal(10))
    for _ in range(SHARED):
        await build_jobs.lead(*six, price=Decimal(10))
    await db.close()
    await multiply(database, groups - 1)
    await db.connect(pool=4)
    try:
        hot = await funded(await a.worker(), 1000)
        for _ in range(HOT):
            await build_jobs.lead(hot, price=Decimal(1))
        return await _sales(str(hot.id))
    finally:
        await db.close()


async def _sales(hot: str) -> dict[str, list[Sale]]:
    from models.leads.tables import LeadRecipient
    from models.people.tables import Role, User
    from ops.bench_people import a_token

    tokens = {str(worker.id): await a_token(worker) for worker in await User.filter(role=Role.WORKER)}
    rows = await LeadRecipient.all().order_by("id").values_list("lead_id", "worker_id")
    sent = Counter(lead for lead, _ in rows)
    sales: dict[str, list[Sale]] = {"different leads": [], "one hot handyman": [], "six buyers of each lead": []}
    for lead, worker in rows:
        kind = "one hot handyman" if str(worker) == hot else "different leads"
        sales["six buyers of each lead" if sent[lead] == SIX else kind].append((tokens[str(worker)], str(lead)))
    return sales


class Line:
    """One connection that is kept, one request at a time."""

    async def open(self, port: int) -> None:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", port)

    async def buy(self, token: str, lead: str) -> int:
        self._writer.write(
            f"POST /api/leads/{lead}/purchase HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
            f"Idempotency-Key: {uuid.uuid4().hex}\r\nContent-Length: 0\r\n\r\n".encode()
        )
        head = await self._reader.readuntil(b"\r\n\r\n")
        size = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
        await self._reader.readexactly(int(size.split(b":")[1]))
        return int(head.split(b" ")[1])


async def sell(port: int, sales: list[Sale]) -> tuple[float, list[float], Counter[int]]:
    """Seconds for all, for each, and how they were answered."""
    waiting, took, answers = iter(sales), [], Counter[int]()

    async def serve() -> None:
        line = Line()
        await line.open(port)
        for token, lead in waiting:
            began = time.perf_counter()
            answers[await line.buy(token, lead)] += 1
            took.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(serve() for _ in range(LINES)))
    return time.perf_counter() - began, sorted(took), answers


def prepare(here: Stage, count: int) -> dict[str, list[Sale]]:
    os.environ.update(here.environment)
    return asyncio.run(stand_up(here.environment["DATABASE_URL"], max(1, count // (SIX * OWN))))


def run(arguments: list[str]) -> None:
    with stage() as here:
        sales = prepare(here, int(arguments[0]) if arguments else 3000)
        here.web()
        for kind, wanted in sales.items():
            seconds, took, answers = asyncio.run(sell(here.ports[0], wanted))
            p99 = took[int(len(took) * 0.99)] * 1000
            said = ", ".join(f"{number} × {status}" for status, number in sorted(answers.items()))
            print(f"{kind}: {len(wanted) / seconds:.0f}/s, p99 {p99:.0f} ms ({said})")
        print(here.audit())
