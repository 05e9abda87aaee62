"""The verb's transaction: one lock order, time after the locks, word after the commit."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from models import clock, db, idempotency
from models.columns import new_id
from models.database import pool
from models.db import LockOrderBroken, current, hold, hold_one, spread_by, transaction
from models.errors import IdempotencyKeyReused, NotFound
from models.people.tables import User
from models.workers.tables import WorkerProfile
from tests import a

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.req("R-21")
async def test_locks_are_taken_in_one_order_or_not_at_all() -> None:
    worker = await a.worker()
    async with transaction():
        await hold(User, worker.id)
        await hold(WorkerProfile, worker.id)
        await hold(User, worker.id)
    async with transaction():
        await hold(WorkerProfile, worker.id)
        with pytest.raises(LockOrderBroken):
            await hold(User, worker.id)


@pytest.mark.req("R-18")
async def test_no_lock_is_taken_after_the_time_was_read() -> None:
    worker = await a.worker()
    async with transaction() as tx:
        await tx.now()
        with pytest.raises(LockOrderBroken):
            await hold_one(User, worker.id)


@pytest.mark.req("R-19")
async def test_a_timers_verb_lives_at_its_own_instant() -> None:
    worker = await a.worker()
    at = datetime(2026, 3, 1, tzinfo=UTC)
    async with transaction(at=at) as tx:
        assert await tx.now() == at
        await hold_one(User, worker.id)


async def test_two_holders_of_a_row_wait_for_each_other() -> None:
    worker = await a.worker()
    names = []

    async def rename(name: str) -> None:
        async with transaction():
            user = await hold_one(User, worker.id)
            names.append(user.full_name)
            user.full_name = name
            await user.save(update_fields=["full_name"])

    await asyncio.gather(*(rename(f"Nombre {n}") for n in range(5)))
    assert len(set(names)) == 5


async def test_a_missing_row_is_not_found() -> None:
    async with transaction():
        with pytest.raises(NotFound):
            await hold_one(User, new_id())


async def test_verbs_do_not_nest_and_shared_parts_need_one() -> None:
    with pytest.raises(LockOrderBroken):
        current()
    async with transaction():
        with pytest.raises(LockOrderBroken):
            async with transaction():
                pass


async def test_word_is_spread_after_the_commit_and_not_of_a_failure() -> None:
    heard: list[object] = []

    async def listen(facts: list[object]) -> None:
        with pytest.raises(LockOrderBroken):
            current()
        heard.extend(facts)

    stop = spread_by(listen)
    try:
        async with transaction() as tx:
            tx.announce("kept")
            assert heard == []
        with pytest.raises(RuntimeError):
            async with transaction() as tx:
                tx.announce("lost")
                raise RuntimeError
    finally:
        stop()
    assert heard == ["kept"]
    assert db._announcers == []


@pytest.mark.req("R-24")
async def test_a_twin_waits_and_gets_the_first_result() -> None:
    user = await a.client()

    async def command(body: str) -> tuple[object, bool]:
        async with transaction():
            claim = await idempotency.claim(user.id, "test", "k1", body)
            if claim.is_replay:
                return claim.result_id, True
            result = new_id()
            await claim.remember(result)
            return result, False

    answers = await asyncio.gather(*(command("same") for _ in range(8)))
    assert len({result for result, _ in answers}) == 1
    assert [replay for _, replay in answers].count(False) == 1
    with pytest.raises(IdempotencyKeyReused):
        await command("other")


@pytest.mark.req("R-24")
async def test_a_refused_first_try_leaves_its_key_free() -> None:
    user = await a.client()
    with pytest.raises(NotFound):
        async with transaction():
            await idempotency.claim(user.id, "test", "k1", "body")
            raise NotFound
    async with transaction():
        assert not (await idempotency.claim(user.id, "test", "k1", "another body")).is_replay


@pytest.mark.req("R-07", "BUD-02")
@pytest.mark.parametrize(
    ("moment", "monday"),
    [
        (datetime(2026, 11, 16, 5, 59, 59, tzinfo=UTC), date(2026, 11, 9)),
        (datetime(2026, 11, 16, 6, 0, 0, tzinfo=UTC), date(2026, 11, 16)),
        (datetime(2026, 11, 22, 23, 0, 0, tzinfo=UTC), date(2026, 11, 16)),
    ],
)
async def test_weeks_start_at_mexico_citys_midnight(moment: datetime, monday: date) -> None:
    assert clock.week_of(moment) == monday
    assert clock.week_ends_at(monday) - timedelta(days=7) <= moment < clock.week_ends_at(monday)


async def test_those_who_come_first_together_share_one_pool() -> None:
    first = await asyncio.gather(*(pool() for _ in range(8)))
    assert len(set(map(id, first))) == 1
