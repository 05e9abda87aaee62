"""What an idle socket weighs, and whether one process carries thousands: `bin/bench sockets [how many]`."""

import asyncio
import time
from pathlib import Path

import asyncpg

from benchmarks.clients import Client, connect
from benchmarks.stage import Stage, stage

PEOPLE = 250
"""Conversations; everybody has several devices."""
AT_ONCE = 50


def kilobytes(pid: int) -> int:
    """The process's proportional share of memory."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1])


async def fill(port: int, tokens: list[str], count: int) -> list[Client]:
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> Client:
        async with turns:
            return await connect(port, tokens[number % len(tokens)])

    return await asyncio.gather(*(one(number) for number in range(count)))


async def sanction(database: str, everybody: list[Client], devices: int) -> None:
    """How long people stay whose session ended while nobody told: at worst, as when Redis is away."""
    connection = await asyncpg.connect(database)
    took = []
    try:
        for _ in range(5):
            lost = sum(client.is_lost for client in everybody)
            await connection.execute(
                "UPDATE sessions SET ended_at = now()"
                " WHERE id = (SELECT id FROM sessions WHERE ended_at IS NULL ORDER BY random() LIMIT 1)"
            )
            began = time.monotonic()
            async with asyncio.timeout(10):
                while sum(client.is_lost for client in everybody) < lost + devices:  # noqa: ASYNC110 - that is measured
                    await asyncio.sleep(0.005)
            took.append(time.monotonic() - began)
    finally:
        await connection.close()
    print(f"sessions ended, told to nobody: their {devices} sockets closed after {max(took):.2f} s at most")


async def measure(here: Stage, pid: int, tokens: list[str], count: int) -> None:
    port = here.ports[0]
    warm = await fill(port, tokens, 20)
    for client in warm:
        client.transport.close()
    await asyncio.sleep(10)
    before = kilobytes(pid)
    clients = await fill(port, tokens, count)
    await asyncio.sleep(10)
    grown = kilobytes(pid) - before
    lost = sum(client.is_lost for client in clients)
    print(f"{count} sockets: {grown / count:.1f} kB each, {lost} lost, process {before + grown} kB")
    more = await fill(port, tokens, 5000 - count) if count < 5000 else []
    answers = await asyncio.gather(*(client.ask("sync", {}) for client in (clients + more)[:100]))
    print(f"{len(clients) + len(more)} sockets: {sum(answer['ok'] for answer in answers)} of 100 answered")
    everybody = clients + more
    await sanction(here.environment["DATABASE_URL"], everybody, len(everybody) // len(tokens))


def run(arguments: list[str]) -> None:
    count = int(arguments[0]) if arguments else 4000
    with stage() as here:
        here.seed(PEOPLE)
        web = here.web()
        tokens = (here.folder / "tokens.txt").read_text().split()
        asyncio.run(measure(here, web.pid, tokens, count))
