"""Who breaks what and when, by a seed: the same seed breaks the same things at the same moments."""

import asyncio
import random
import signal
from typing import Any

import asyncpg

from tests.faults.house import House, Kept
from tests.faults.person import Person

AHEAD = 15 * 86400
"""Seconds: longer than everything that may fall due meanwhile."""

JUMP = 0.42
"""When in the storm: the jobs before it are to fall due, those after it not."""


class Breaking:
    def __init__(self, house: House, seconds: float, chance: random.Random) -> None:
        self._house = house
        self._seconds = seconds
        self._chance = chance

    async def all_at_once(self, people: list[Person]) -> None:
        at, chance = self._at, self._chance
        async with asyncio.TaskGroup() as going:
            for node in (0, 1, chance.randrange(2)):
                going.create_task(at(chance.uniform(0.05, 0.9), self._kill, self._house.nodes[node]))
            going.create_task(at(JUMP, self.jump))
            worker = self._house.workers[chance.randrange(2)]
            going.create_task(at(JUMP, self._kill, worker, chance.uniform(0, 2)))
            going.create_task(at(chance.uniform(0.05, 0.9), self._kill, self._house.workers[chance.randrange(2)]))
            going.create_task(at(chance.uniform(0.05, 0.6), self._stop_redis, self._seconds / 3))
            going.create_task(at(chance.uniform(0.2, 0.9), self._restart_postgres))
            for _ in range(4):
                cut = chance.sample(people, len(people) // 4)
                going.create_task(at(chance.uniform(0.05, 0.95), self._cut, cut))

    async def _at(self, when: float, doing: Any, *given: Any) -> None:
        await asyncio.sleep(when * self._seconds)
        await doing(*given)

    async def _kill(self, victim: Kept, after: float = 0.0) -> None:
        await asyncio.sleep(after)
        victim.kill()

    async def _cut(self, people: list[Person]) -> None:
        for person in people:
            person.cut()

    async def _stop_redis(self, seconds: float) -> None:
        redis = self._house.stage.redis.process
        assert redis
        redis.send_signal(signal.SIGSTOP)
        try:
            await asyncio.sleep(seconds)
        finally:
            redis.send_signal(signal.SIGCONT)

    async def _restart_postgres(self) -> None:
        postgres = self._house.stage.postgres
        await asyncio.to_thread(postgres.stop)
        postgres.start()  # by the main thread, whose end would be its own

    async def jump_later(self) -> None:
        await self._at(JUMP, self.jump)

    async def jump(self) -> None:
        """Fifteen days in which nobody worked: what falls due in them is due at once."""
        await self._house.outside.move_clock(AHEAD)
        while True:
            try:
                await self._house.fetch(
                    "INSERT INTO sandbox_clock (id, ahead_by) VALUES (1, $1) ON CONFLICT DO NOTHING",
                    AHEAD * 1_000_000,
                )
            except (OSError, asyncpg.PostgresError):
                await asyncio.sleep(0.1)
            else:
                return
