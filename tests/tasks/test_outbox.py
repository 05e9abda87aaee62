"""Every committed event reaches every reaction, at least once, whatever dies."""

from datetime import timedelta

import pytest

from integrations.errors import UnavailableError
from models import outbox, outbox_work
from models.clock import business_now, real_now
from models.db import transaction
from models.engine_tables import OutboxRow
from models.outbox_work import retry_parked
from tasks.outbox import AWAY_AT_MOST, LATER, drain, drain_once, names
from tasks.reactions import REACTIONS, Event
from tasks.slow import run_row
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")


class Listener:
    def __init__(self) -> None:
        self.heard: list[Event] = []
        self.failures = 0
        self.problem: Exception = ConnectionError("provider away")

    async def first(self, event: Event) -> None:
        self.heard.append(event)

    async def second(self, event: Event) -> None:
        if self.failures:
            self.failures -= 1
            raise self.problem
        self.heard.append(event)


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Listener:
    made = Listener()
    monkeypatch.setitem(REACTIONS, "test.happened", (made.first, made.second))
    return made


async def happen() -> None:
    async with transaction():
        await outbox.record("test.happened", fact="1")


async def due_now() -> None:
    await OutboxRow.filter(done_at=None).update(next_attempt_at=real_now() - timedelta(seconds=1))


async def test_an_event_reaches_each_reaction_once(listener: Listener) -> None:
    await happen()
    await drain()
    await drain()
    assert sorted(event.key.split(":")[1] for event in listener.heard) == ["first", "second"]
    assert all(event.facts == {"fact": "1"} for event in listener.heard)


async def test_nothing_is_heard_of_a_transaction_that_failed(listener: Listener) -> None:
    with pytest.raises(RuntimeError):
        async with transaction():
            await outbox.record("test.happened", fact="1")
            raise RuntimeError
    await drain()
    assert listener.heard == []


@pytest.mark.req("NOTE-02", "R-17")
async def test_a_failing_reaction_is_tried_three_times_under_one_key_then_parked(listener: Listener) -> None:
    listener.failures = 3
    await happen()
    for _ in range(3):
        await drain_once()
        await due_now()
    assert [event.key.split(":")[1] for event in listener.heard] == ["first"]
    parked = await OutboxRow.get(reaction="second")
    assert (parked.attempts, parked.parked_at is not None) == (3, True)
    assert parked.last_error == "ConnectionError: provider away"
    assert await retry_parked(parked.id)
    await drain()
    assert [event.key.split(":")[1] for event in listener.heard] == ["first", "second"]


@pytest.mark.req("R-17", "ESC-22")
async def test_a_card_processor_that_is_away_is_waited_for_for_days(listener: Listener) -> None:
    listener.problem, listener.failures = UnavailableError("stripe", "timeout", "no answer"), 9
    await happen()
    now = await business_now()
    for hours in range(9):
        await stand_still_at(now + timedelta(hours=hours))
        await drain_once()
        waiting = await OutboxRow.get(reaction="second")
        assert (waiting.attempts, waiting.parked_at) == (0, None)
        assert timedelta(seconds=3) < waiting.next_attempt_at - real_now() <= LATER
        await due_now()
    await drain()
    assert [event.key.split(":")[1] for event in listener.heard] == ["first", "second"]


@pytest.mark.parametrize(
    ("provider", "age"), [("stripe", AWAY_AT_MOST + timedelta(minutes=1)), ("sendgrid", timedelta())]
)
async def test_neither_for_weeks_nor_is_another_provider(
    listener: Listener, provider: str, age: timedelta
) -> None:
    listener.problem, listener.failures = UnavailableError(provider, "timeout", "no answer"), 3
    await happen()
    await stand_still_at(await business_now() + age)
    for _ in range(3):
        await drain_once()
        await due_now()
    assert (await OutboxRow.get(reaction="second")).parked_at is not None


async def test_a_reaction_whose_worker_died_runs_again_after_its_lease(listener: Listener) -> None:
    await happen()
    await drain_once()
    await OutboxRow.filter(reaction="first").update(done_at=None)
    await drain()
    assert len(listener.heard) == 2
    await due_now()
    await drain()
    assert len(listener.heard) == 3


async def test_an_event_that_nobody_reacts_to_is_done() -> None:
    async with transaction():
        await outbox.record("test.unheard")
    await drain()
    assert not await OutboxRow.filter(done_at=None).exists()


async def test_what_stood_in_the_queue_until_it_was_parked_is_done_all_the_same(listener: Listener) -> None:
    await happen()
    await outbox_work.expand(names())
    row = (await outbox_work.lease())[0]
    await OutboxRow.filter(id=row.id).update(parked_at=real_now())
    await run_row(row.id)
    await row.refresh_from_db()
    assert (row.done_at is not None, row.parked_at) == (True, None)


@pytest.mark.req("NOTE-02", "R-17")
async def test_a_reaction_that_kills_its_worker_is_parked_and_takes_nobody_along(listener: Listener) -> None:
    for _ in range(3):
        await happen()
    await outbox_work.expand(names())
    poison, *others = await outbox_work.lease()
    assert len(others) == 5
    await due_now()
    for _ in range(outbox_work.ATTEMPTS - 1):
        await OutboxRow.filter(id=poison.id).update(next_attempt_at=real_now() - timedelta(hours=1))
        assert [row.id for row in await outbox_work.lease()] == [poison.id]
        await drain()
    assert len(listener.heard) == 5
    await due_now()
    assert await outbox_work.lease() == []
    await poison.refresh_from_db()
    assert (poison.parked_at is not None, poison.last_error) == (True, "its worker died of it, or took too long")
    assert await retry_parked(poison.id)
    await drain()
    assert len(listener.heard) == 6
