"""The loop that fires timers when business time reaches them."""

from collections.abc import Iterator, Sequence

import structlog

from models import timers_work
from models.engine_tables import Timer
from models.timer_effects import TOGETHER

log = structlog.get_logger()


class Backlog:
    """Whether there was more to fire, when this process last looked, than it could claim."""

    is_there = False


backlog = Backlog()
AT_ONCE = 100
"""How many are claimed; those of a kind share a commit, which holds their rows for a moment."""


async def fire_due(most: int = AT_ONCE) -> int:
    """Fire what is due, earliest first; returns how many were tried."""
    timers = await timers_work.claim_due(most)
    backlog.is_there = len(timers) == most
    for group in in_turn(timers):
        await fire_all(group)
    return len(timers)


def in_turn(timers: Sequence[Timer]) -> Iterator[list[Timer]]:
    """Those that can share a commit, by kind; one subject's timers stay in order, and who failed goes alone."""
    turns: list[dict[str, list[Timer]]] = []
    before: dict[object, int] = {}
    for timer in timers:
        turn = before[timer.subject_id] = before.get(timer.subject_id, -1) + 1
        if turn == len(turns):
            turns.append({})
        is_alone = timer.kind not in TOGETHER or timer.attempts > 1
        turns[turn].setdefault(str(timer.id) if is_alone else timer.kind, []).append(timer)
    for groups in turns:
        yield from groups.values()


async def fire_all(group: list[Timer]) -> None:
    """In one commit where it can be; when that fails, each by itself, so that one harms no other."""
    if len(group) > 1:
        try:
            await timers_work.fire_together(group[0].kind, group)
        except Exception:
            log.exception("timers.apart", kind=group[0].kind, count=len(group))
        else:
            log.info("timers.fired", kind=group[0].kind, count=len(group))
            return
    for timer in group:
        await fire_one(timer)


async def fire_one(timer: Timer) -> bool:
    """One timer; a failure is written down and logged, and stops nobody else's."""
    try:
        await timers_work.fire(timer)
    except Exception as error:
        log.exception("timer.failed", kind=timer.kind, subject=str(timer.subject_id), attempt=timer.attempts)
        await timers_work.fail(timer, f"{type(error).__name__}: {error}")
        return False
    log.info("timer.fired", kind=timer.kind, subject=str(timer.subject_id))
    return True
