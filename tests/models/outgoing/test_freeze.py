import asyncio

import asyncpg
import pytest

from models.admin.tables import AuditEntry
from models.audit import audit
from models.outgoing.freeze import current_freeze, freeze, unfreeze
from models.outgoing.gate import LOCK, OutgoingMoneyFrozen, gate, is_frozen
from models.outgoing.tables import Freeze
from models.payments.release import release
from models.payouts.approve import approve_withdrawal
from models.payouts.batch import begin_batch, mark_sent, write_file
from models.payouts.tables import Withdrawal
from models.wallet.accounts import balance_of
from tests import a, build_payouts
from tests.locks import Blocker
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")


async def test_frozen_twice_is_frozen_once_and_lifting_it_opens_the_gate() -> None:
    boss = await a.admin()
    first, _ = await freeze("Algo raro", by=boss.id)
    again, is_quiet = await freeze("Otra cosa", by=boss.id)
    assert (again.id, again.reason, is_quiet) == (first.id, "Algo raro", True)
    with pytest.raises(OutgoingMoneyFrozen):
        async with gate():
            raise AssertionError("open")
    for _ in range(2):
        await unfreeze(by=boss.id)
    assert await current_freeze() is None
    async with gate():
        pass
    actions = await AuditEntry.all().order_by("id").values_list("action", flat=True)
    assert actions == ["outgoing_money.frozen", "outgoing_money.unfrozen"]


async def test_frozen_at_once_by_many_is_lifted_by_one() -> None:
    await asyncio.gather(*(freeze(f"{number}") for number in range(4)))
    await unfreeze()
    assert not await is_frozen()
    assert await Freeze.filter(lifted_at=None).count() == 0


async def test_a_freeze_waits_for_what_is_on_its_way_and_lets_nothing_new_out(database: str) -> None:
    is_inside, may_end, ended = asyncio.Event(), asyncio.Event(), []

    async def call() -> None:
        async with gate():
            is_inside.set()
            await may_end.wait()
            ended.append("call")

    async def stop() -> None:
        _, is_quiet = await freeze("Alto")
        ended.append(f"frozen {is_quiet}")

    calling = asyncio.create_task(call())
    await is_inside.wait()
    stopping = asyncio.create_task(stop())
    await until_somebody_waits(database)
    assert await is_frozen()
    late = asyncio.create_task(call())
    may_end.set()
    await asyncio.gather(calling, stopping)
    with pytest.raises(OutgoingMoneyFrozen):
        await late
    assert ended == ["call", "frozen True"]


async def until_somebody_waits(database: str) -> None:
    watcher = await asyncpg.connect(database)
    await Blocker(watcher).until_waiting(1)
    await watcher.close()


async def test_the_lock_is_given_back_when_a_call_fails(database: str) -> None:
    with pytest.raises(ConnectionError):
        async with gate():
            raise ConnectionError
    watcher = await asyncpg.connect(database)
    assert await watcher.fetchval("SELECT pg_try_advisory_lock($1)", LOCK)
    await watcher.close()


@pytest.mark.req("R-10")
async def test_no_file_is_made_or_downloaded_while_it_is_frozen_and_then_it_is() -> None:
    boss = await a.admin()
    made = await build_payouts.sending()
    waiting = await build_payouts.approved()
    await freeze("Alto")
    with pytest.raises(OutgoingMoneyFrozen):
        await begin_batch(by=boss.id)
    with pytest.raises(OutgoingMoneyFrozen):
        await write_file(made.batch_id, by=boss.id)  # type: ignore[arg-type]
    await unfreeze()
    await begin_batch(by=boss.id)
    assert (await Withdrawal.get(id=waiting.id)).status == "sending"


@pytest.mark.req("R-14")
async def test_what_sends_no_money_goes_on_while_it_is_frozen() -> None:
    boss = await a.admin()
    on_its_way = await build_payouts.sending()
    await freeze("Alto")
    bought = await a.purchase()
    assert bought.purchase.status == "purchased"
    confirmed = await a.confirmed_request()
    escrow = await a.escrow_of(confirmed)
    assert escrow.release_at is not None
    await stand_still_at(escrow.release_at)
    await release(escrow.id, at=escrow.release_at)
    assert await balance_of(confirmed.worker_id) == 1000
    asked = await build_payouts.confirmed()
    assert (await approve_withdrawal(asked.id, by=boss.id)).status == "approved"
    assert (await mark_sent(on_its_way.id, by=boss.id)).status == "sent"
    assert await audit() == []


@pytest.mark.req("R-09")
@pytest.mark.parametrize("turn", range(4))
async def test_a_freeze_against_a_file_one_of_them_is_first(turn: int) -> None:
    boss, waiting = await a.admin(), await build_payouts.approved()
    deeds = [freeze("Alto"), begin_batch(by=boss.id)]
    outcomes = await asyncio.gather(*deeds[:: 1 if turn % 2 else -1], return_exceptions=True)
    was_stopped = any(isinstance(each, OutgoingMoneyFrozen) for each in outcomes)
    row = await Withdrawal.get(id=waiting.id)
    assert row.status == ("approved" if was_stopped else "sending")
    if row.batch_id:
        with pytest.raises(OutgoingMoneyFrozen):
            await write_file(row.batch_id, by=boss.id)
    assert await audit() == []
