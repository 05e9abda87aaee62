"""Who has a socket somewhere, as the web nodes keep it in Redis (realtime/presence.py), for who has no sockets.

Here, since Redis is outside of every process and both sides of it, the nodes and the workers, may import this.
"""

import time
from collections.abc import AsyncIterator, Iterable
from uuid import UUID

import redis.asyncio
import structlog
from redis.exceptions import RedisError

from integrations.lifecycle import Shared
from settings import settings

log = structlog.get_logger("integrations.presence")

NODES = "trustme:presence"
"""When each node last gave a sign of life."""
DEAD_AFTER = 15.0
TIMEOUT_SECONDS = 1


def people_of(node: str) -> str:
    """The name of the set of a node's people."""
    return f"{NODES}:{node}"


async def online(people: Iterable[UUID]) -> set[UUID]:
    """Those of `people` who have a socket; nobody when Redis can't say: a hint too many is better than none."""
    asked = list(people)
    if not asked:
        return set()
    try:
        return await _ask(await client(), asked)
    except (RedisError, OSError) as error:
        log.warning("presence.unknown", error=type(error).__name__)
        return set()


async def _ask(open_client: "redis.asyncio.Redis", asked: list[UUID]) -> set[UUID]:
    nodes = await open_client.zrangebyscore(NODES, time.time() - DEAD_AFTER, "+inf")
    if not nodes:
        return set()
    async with open_client.pipeline(transaction=False) as pipe:
        for node in nodes:
            pipe.smismember(people_of(str(node)), [str(person) for person in asked])
        answers = await pipe.execute()
    return {person for answer in answers for person, there in zip(asked, answer, strict=True) if there}


async def _open() -> AsyncIterator["redis.asyncio.Redis"]:
    made = redis.asyncio.from_url(
        settings().redis_url,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        decode_responses=True,
    )
    try:
        yield made
    finally:
        await made.aclose()


client = Shared(_open)
