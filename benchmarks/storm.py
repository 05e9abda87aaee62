"""A thousand clients come back at once while others talk: `bin/bench storm [how many]`."""

import asyncio
import time
import uuid

import orjson

from benchmarks.clients import Client, connect
from benchmarks.stage import stage

TALKING = 100
A_SECOND = 300


async def talk(talkers: list[tuple[Client, str]], until: asyncio.Event, a_second: int = A_SECOND) -> list[float]:
    """Messages at an even pace, and how long each took to be acknowledged, from when it was due."""
    took: list[float] = []
    sent = set()
    begun, number = time.perf_counter(), 0

    async def say(client: Client, place: str, due: float) -> None:
        body = {"conversation_id": place, "content": "Voy para allá", "client_msg_id": uuid.uuid4().hex}
        answer = await client.ask("message:send", body)
        assert answer["ok"], answer
        took.append(time.perf_counter() - due)

    while not until.is_set():
        due = begun + number / a_second
        await asyncio.sleep(due - time.perf_counter())
        sent.add(asyncio.create_task(say(*talkers[number % len(talkers)], due)))
        number += 1
    await asyncio.gather(*sent)
    return took


async def come_back(port: int, token: str, place: str) -> float:
    began = time.perf_counter()
    client = await connect(port, token)
    answer = await client.ask("sync", {"conversations": {place: 1}})
    assert answer["ok"]
    return time.perf_counter() - began


async def measure(port: int, tokens: list[str], places: list[str], count: int) -> None:
    talkers = [(await connect(port, tokens[2 * number]), places[number]) for number in range(TALKING)]
    is_over = asyncio.Event()
    talking = asyncio.create_task(talk(talkers, is_over))
    await asyncio.sleep(2)
    began = time.perf_counter()
    crowd = [(tokens[2 * TALKING + number], places[TALKING + number // 2]) for number in range(count)]
    took = sorted(await asyncio.gather(*(come_back(port, token, place) for token, place in crowd)))
    seconds = time.perf_counter() - began
    await asyncio.sleep(1)
    is_over.set()
    waited = sorted(await talking)
    print(f"{count} clients back in {seconds:.2f} s (half of them within {took[len(took) // 2]:.2f} s)")
    print(f"{len(waited)} messages meanwhile, p99 {waited[int(len(waited) * 0.99)] * 1000:.0f} ms")


def run(arguments: list[str]) -> None:
    count = int(arguments[0]) if arguments else 1000
    with stage() as here:
        here.seed(TALKING + count // 2)
        here.web()
        places = [orjson.loads(line) for line in (here.folder / "convs.txt").read_bytes().splitlines()]
        asyncio.run(measure(here.ports[0], (here.folder / "tokens.txt").read_text().split(), places, count))
        print(here.audit())
