"""Who dies when, counted in commands that were acknowledged: the same seed breaks the same things."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Coroutine
from typing import Any

from tests.faults.house import House
from tests.faults_money.party import Told

STEP = 22 * 3600
"""Seconds of business time: what a deposit was begun with still fits Stripe's clock."""
DAYS, AT_LATEST = 16, 20.0
"""How many there are, and how many real seconds one is long where nobody does anything."""
A_LEASE = 12.0
"""Seconds: longer than any living worker keeps what it has taken."""
FREE_AGAIN = (
    f"""UPDATE outbox SET next_attempt_at = now() WHERE done_at IS NULL AND parked_at IS NULL AND attempts > 0
    AND next_attempt_at BETWEEN now() + interval '2 minutes'
        AND now() + interval '5 minutes' - interval '{A_LEASE} seconds'""",
    f"""UPDATE timers SET retry_at = now() WHERE parked_at IS NULL
    AND retry_at > now() AND retry_at < now() + interval '1 minute' - interval '{A_LEASE} seconds'""",
    """UPDATE outbox SET next_attempt_at = now() WHERE done_at IS NULL AND parked_at IS NULL AND attempts = 0
    AND last_error LIKE 'UnavailableError%' AND next_attempt_at > now() + interval '30 seconds'""",
)
"""What a dead worker had taken: nobody waits for its minutes here. Nor for the patience with an outage that seems
to have lasted for days, since days go by."""


class Breaking:
    """All is drawn at the beginning, so that nothing depends on who comes first to draw."""

    def __init__(self, house: House, told: Told, chance: random.Random, commands: int, times: int) -> None:
        self._house, self._told, self._commands = house, told, commands
        moments = [sorted(chance.sample(range(commands // 20, commands), times)) for _ in range(2)]
        everybody = house.nodes + house.workers
        self._deaths = [(moment, chance.choice(everybody)) for moment in moments[0]]
        modes = "normal", "duplicate", "reverse"
        self._disturbances = [
            (moment, chance.choice(modes), chance.choice(house.ports), chance.random() < 0.7)
            for moment in moments[1]
        ]

    async def kill(self) -> None:
        """At random moments, whoever it may be."""
        for moment, victim in self._deaths:
            await self._until(moment)
            victim.kill()

    async def disturb(self) -> None:
        """Webhooks come twice, in another order, to another node; answers of Stripe's get lost."""
        for moment, mode, port, is_lost in self._disturbances:
            await self._until(moment)
            await self._house.outside.webhooks(mode=mode, url=f"http://127.0.0.1:{port}/api/webhooks/stripe")
            await self._house.outside.break_down("stripe", times=1, lost=is_lost)

    async def _until(self, commands: int) -> None:
        while self._told.commands < commands:  # noqa: ASYNC110 - other processes
            await asyncio.sleep(0.05)

    async def days_go_by(self) -> None:
        """As work goes on, and when it stands still."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(AT_LATEST):
                    await self._until(self._told.commands + self._commands // DAYS)
            await self.jump(1)

    async def jump(self, days: int) -> None:
        self._told.days += days
        ahead = self._told.days * STEP
        await self._house.outside.move_clock(ahead)
        await self._house.fetch(
            "INSERT INTO sandbox_clock (id, ahead_by) VALUES (1, $1)"
            " ON CONFLICT (id) DO UPDATE SET ahead_by = excluded.ahead_by",
            ahead * 1_000_000,
        )

    async def leases_end(self) -> None:
        while True:
            await asyncio.sleep(2)
            for statement in FREE_AGAIN:
                await self._house.fetch(statement)


@contextlib.asynccontextmanager
async def meanwhile(what: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """It goes on for as long as the block runs, and may not have failed."""
    going = asyncio.create_task(what)
    try:
        yield
    finally:
        going.cancel()
        [end] = await asyncio.gather(going, return_exceptions=True)
        assert isinstance(end, asyncio.CancelledError), end
