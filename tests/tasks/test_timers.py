"""Timers fire at their own instant, each once, none lost."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from models import timers, timers_work
from models.clock import business_now, real_now
from models.columns import new_id
from models.db import transaction
from models.engine_tables import Timer
from models.sandbox.move import request_advance
from models.timer_effects import EFFECTS
from tasks.sandbox_clock import carry_out_waiting
from tasks.timers import fire_due

pytestmark = pytest.mark.usefixtures("database")

KIND = "test.ring"


class Bell:
    """An effect that remembers when it was rung, and can fail or set another timer on the way."""

    def __init__(self) -> None:
        self.rung: list[tuple[UUID, datetime, datetime]] = []
        self.fails = False
        self.again_after: timedelta | None = None

    async def ring(self, subject_id: UUID, *, at: datetime) -> None:
        if self.fails:
            raise RuntimeError("broken bell")
        async with transaction(at=at) as tx:
            self.rung.append((subject_id, await tx.now(), await business_now()))
            if self.again_after:
                await timers.schedule(KIND, subject_id, at + self.again_after)


@pytest.fixture
def bell(monkeypatch: pytest.MonkeyPatch) -> Bell:
    made = Bell()
    monkeypatch.setitem(EFFECTS, KIND, made.ring)
    return made


async def set_timer(after: timedelta, subject_id: UUID | None = None) -> tuple[UUID, datetime]:
    subject_id = subject_id or new_id()
    async with transaction() as tx:
        due_at = await tx.now() + after
        await timers.schedule(KIND, subject_id, due_at)
    return subject_id, due_at


@pytest.mark.req("R-19")
async def test_a_timer_is_not_fired_too_early_then_once(bell: Bell) -> None:
    await set_timer(timedelta(hours=1))
    assert await fire_due() == 0
    late, due_at = await set_timer(-timedelta(hours=1))
    assert await fire_due() == 1
    assert await fire_due() == 0
    assert [(subject, at) for subject, at, _ in bell.rung] == [(late, due_at)]


async def test_a_replaced_timer_fires_at_its_new_time_only(bell: Bell) -> None:
    subject, _ = await set_timer(-timedelta(hours=2))
    await set_timer(timedelta(hours=2), subject)
    assert await fire_due() == 0
    assert bell.rung == []


async def test_a_cancelled_timer_does_not_fire(bell: Bell) -> None:
    subject, _ = await set_timer(-timedelta(hours=1))
    async with transaction():
        await timers.cancel(subject, KIND)
    assert await fire_due() == 0
    assert bell.rung == []


async def test_a_failing_timer_is_kept_for_a_retry_and_parked_at_last(bell: Bell) -> None:
    bell.fails = True
    subject, _ = await set_timer(-timedelta(hours=1))
    for attempt in range(1, 6):
        await Timer.filter(subject_id=subject).update(retry_at=None)
        assert await fire_due() == 1
        timer = await Timer.get(subject_id=subject)
        assert timer.attempts == attempt
        assert timer.last_error == "RuntimeError: broken bell"
    assert timer.parked_at is not None
    assert await fire_due() == 0


async def test_a_timer_of_a_worker_that_died_is_fired_after_its_lease(bell: Bell) -> None:
    subject, _ = await set_timer(-timedelta(hours=1))
    await Timer.filter(subject_id=subject).update(retry_at=real_now() + timedelta(minutes=1))
    assert await fire_due() == 0
    await Timer.filter(subject_id=subject).update(retry_at=real_now() - timedelta(seconds=1))
    assert await fire_due() == 1
    assert len(bell.rung) == 1


@pytest.mark.req("R-18", "R-19")
async def test_a_jump_of_twelve_days_rings_each_hour_of_them_at_its_instant(bell: Bell) -> None:
    bell.again_after = timedelta(days=1)
    subject, first = await set_timer(timedelta(hours=5))
    before = await business_now()
    advance = await request_advance(timedelta(days=12))
    await carry_out_waiting()
    assert [at for _, at, _ in bell.rung] == [first + timedelta(days=n) for n in range(12)]
    for _, at, clock in bell.rung:
        assert timedelta(0) <= clock - at < timedelta(seconds=5)
    assert await business_now() >= before + timedelta(days=12)
    await advance.refresh_from_db()
    assert (advance.timers_fired, advance.done_at is not None) == (12, True)
    assert await Timer.get(subject_id=subject)


async def test_a_failing_timer_does_not_hold_up_a_jump(bell: Bell) -> None:
    bell.fails = True
    await set_timer(timedelta(hours=1))
    await request_advance(timedelta(days=1))
    assert await carry_out_waiting() == 1


@pytest.mark.req("R-19")
async def test_a_jump_fires_what_a_worker_died_with_before_it_ends(bell: Bell) -> None:
    subject, due_at = await set_timer(timedelta(hours=1))
    await Timer.filter(subject_id=subject).update(retry_at=real_now() - timedelta(seconds=1))
    advance = await request_advance(timedelta(days=1))
    await carry_out_waiting()
    assert [at for _, at, _ in bell.rung] == [due_at]
    await advance.refresh_from_db()
    assert advance.timers_fired == 1


async def died() -> None:
    """Who had claimed them is gone, and their lease is over."""
    await Timer.filter(retry_at__not_isnull=True).update(retry_at=real_now() - timedelta(seconds=1))


@pytest.mark.req("NOTE-02", "R-17")
async def test_a_timer_that_kills_its_worker_is_given_up_and_takes_nobody_along(bell: Bell) -> None:
    poison, _ = await set_timer(-timedelta(hours=2))
    others = [(await set_timer(-timedelta(hours=1)))[0] for _ in range(5)]
    assert len(await timers_work.claim_due()) == 6
    await died()
    for attempt in range(2, timers_work.ATTEMPTS + 1):
        [alone] = await timers_work.claim_due()
        assert (alone.subject_id, alone.attempts) == (poison, attempt)
        while await fire_due():
            pass
        assert sorted(subject for subject, _, _ in bell.rung) == sorted(others)
        await died()
    assert await fire_due() == 0
    parked = await Timer.get(subject_id=poison)
    assert (parked.parked_at is not None, parked.last_error) == (True, "its worker died of it, or took too long")
    assert len(bell.rung) == 5


async def test_while_one_is_leased_by_a_dead_worker_the_rest_goes_on(bell: Bell) -> None:
    await set_timer(-timedelta(hours=2))
    [_] = await timers_work.claim_due()
    later, _ = await set_timer(-timedelta(hours=1))
    assert await fire_due() == 1
    assert await fire_due() == 0
    assert [subject for subject, _, _ in bell.rung] == [later]


async def test_a_timer_that_is_set_anew_has_all_its_attempts_again(bell: Bell) -> None:
    bell.fails = True
    subject, _ = await set_timer(-timedelta(hours=2))
    await fire_due()
    await set_timer(-timedelta(hours=1), subject)
    timer = await Timer.get(subject_id=subject)
    assert (timer.attempts, timer.retry_at, timer.last_error) == (0, None, None)
