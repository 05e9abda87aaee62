"""What an idle socket weighs, and whether one process carries thousands: `bin/bench sockets [how many]`."""

import asyncio
from pathlib import Path

from benchmarks.clients import Client, connect
from benchmarks.stage import stage

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


async def measure(port: int, pid: int, tokens: list[str], count: int) -> None:
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


def run(arguments: list[str]) -> None:
    count = int(arguments[0]) if arguments else 4000
    with stage() as here:
        here.seed(PEOPLE)
        web = here.web()
        tokens = (here.folder / "tokens.txt").read_text().split()
        asyncio.run(measure(here.ports[0], web.pid, tokens, count))
