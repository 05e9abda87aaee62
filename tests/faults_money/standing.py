"""Where a run stands that doesn't come to an end: said before it is cut off, since afterwards nobody can tell."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.faults.house import House

WAITING = """
SELECT event || ' ' || coalesce(reaction, '') AS which, attempts, parked_at IS NOT NULL AS given_up,
    round(extract(epoch FROM next_attempt_at - now())) AS seconds, last_error
FROM outbox WHERE done_at IS NULL ORDER BY next_attempt_at LIMIT 40"""
TIMERS = """
SELECT kind, attempts, parked_at IS NOT NULL AS given_up, round(extract(epoch FROM retry_at - now())) AS seconds,
    last_error FROM timers WHERE due_at <= business_now() LIMIT 40"""


async def says_where_it_stands(house: House, after: float) -> None:
    """`after` so many seconds, once; pytest shows it when the test has failed."""
    await asyncio.sleep(after)
    places = Counter(" > ".join(_places(task)) for task in asyncio.all_tasks())
    lines = [f"{count} × {place}" for place, count in places.most_common()]
    lines += [f"{each.point or '-'} ahead, {each.deaths} deaths" for each in house.nodes + house.workers]
    for statement in (WAITING, TIMERS):
        lines += [str(dict(row)) for row in await house.fetch(statement)]
    print("\n".join(lines), house.log(), sep="\n")  # noqa: T201 - what a failed run leaves to be read
    await asyncio.Event().wait()


def _places(task: asyncio.Task[Any]) -> Iterator[str]:
    """Where it is suspended, from the outside in."""
    waits: Any = task.get_coro()
    while waits is not None:
        if (frame := getattr(waits, "cr_frame", None)) is not None:
            yield f"{frame.f_code.co_name}:{frame.f_lineno}"
        waits = getattr(waits, "cr_await", None)
