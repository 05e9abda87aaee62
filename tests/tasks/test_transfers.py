"""Withdrawals that Stripe sends: once, whatever breaks in between, and back when they fail."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from integrations import payments as stripe
from models.audit import audit
from models.clock import business_now, real_now
from models.engine_tables import OutboxRow
from models.outgoing.freeze import freeze, unfreeze
from models.payouts import transfer
from models.payouts.tables import PayoutDriver, Withdrawal, WithdrawalStatus
from models.people.reinstate import reinstate
from models.people.suspend import suspend
from models.people.tables import User
from models.wallet.accounts import balance_of
from tasks.outbox import drain
from tests import a, build_payouts
from tests.api import Api
from tests.moment import stand_still_at
from tests.news import flagged, hear
from tests.outside import Outside

SENT, FAILED, SENDING = WithdrawalStatus.SENT, WithdrawalStatus.FAILED, WithdrawalStatus.SENDING


@pytest.fixture
async def worker(database: str, outside: Outside) -> AsyncIterator[User]:
    """With 500 pesos of earnings and a connected account."""
    earner = await build_payouts.earner(500)
    await build_payouts.linked(earner, f"acct_{earner.id.hex}")
    await drain()
    yield earner
    await outside.order("balance", available=None)


async def approved(worker: User) -> Withdrawal:
    return await build_payouts.approved(worker, 200, PayoutDriver.STRIPE)


async def now(row: Withdrawal) -> WithdrawalStatus:
    return (await Withdrawal.get(id=row.id)).status


async def made(outside: Outside, row: Withdrawal) -> int:
    """How many transfers Stripe has of it."""
    return sum(event["type"] == "transfer.created" for event in await outside.events(str(row.id)))


async def again() -> None:
    await OutboxRow.filter(done_at=None).update(next_attempt_at=real_now())
    await drain()


@pytest.mark.req("WAL-15", "R-10", "R-17")
async def test_an_approved_withdrawal_is_transferred_once(outside: Outside, api: Api, worker: User) -> None:
    row = await approved(worker)
    await drain()
    await asyncio.gather(*(transfer.pay_by_transfer(row.id, stripe) for _ in range(3)))
    row = await Withdrawal.get(id=row.id)
    assert (row.status, row.stripe_account_id) == (SENT, f"acct_{worker.id.hex}")
    sent = await stripe.get_transfer(str(row.stripe_transfer_id))
    assert (sent.amount, sent.currency, sent.destination) == (row.amount, "mxn", row.stripe_account_id)
    await hear(outside, api, str(row.id), times=2)
    assert (await made(outside, row), await balance_of(worker.id)) == (1, 300)
    assert (await flagged(), await audit()) == ([], [])


@pytest.mark.req("R-17")
@pytest.mark.parametrize("forgotten", [False, True])
async def test_a_transfer_whose_answer_was_lost_is_not_made_again(
    outside: Outside, worker: User, *, forgotten: bool
) -> None:
    row = await approved(worker)
    await outside.break_down("stripe", lost=True)
    await drain()
    assert await now(row) == SENDING
    if forgotten:
        await outside.forget_keys()
        await stand_still_at(await business_now() + timedelta(hours=21))
    await again()
    assert (await now(row), await made(outside, row)) == (SENT, 1)
    assert await audit() == []


@pytest.mark.req("R-17")
async def test_the_news_may_come_before_the_answer(outside: Outside, api: Api, worker: User) -> None:
    row = await approved(worker)
    await outside.break_down("stripe", lost=True)
    await drain()
    await hear(outside, api, str(row.id))
    assert await now(row) == SENT
    await again()
    assert (await made(outside, row), await audit()) == (1, [])


@pytest.mark.req("R-10")
async def test_what_stripe_refuses_comes_back_into_the_earnings(outside: Outside, worker: User) -> None:
    row = await approved(worker)
    await outside.order("refuse_destination", account=f"acct_{worker.id.hex}")
    await drain()
    row = await Withdrawal.get(id=row.id)
    assert (row.status, row.reason) == (FAILED, "stripe: resource_missing")
    assert (await balance_of(worker.id), await made(outside, row), await audit()) == (500, 0, [])


async def test_while_stripe_holds_too_little_it_waits_unparked(outside: Outside, worker: User) -> None:
    row = await approved(worker)
    await outside.order("balance", available=199_99)
    for _ in range(4):
        await again()
    assert (await now(row), await OutboxRow.filter(parked_at__not_isnull=True).count()) == (SENDING, 0)
    await outside.order("balance", available=200_00)
    await again()
    assert (await now(row), await made(outside, row)) == (SENT, 1)


@pytest.mark.req("R-16")
async def test_a_suspended_handymans_transfer_waits(outside: Outside, worker: User) -> None:
    row, boss = await approved(worker), await a.admin()
    await suspend(worker.id, "por ver", by=boss.id)
    await again()
    assert (await now(row), await made(outside, row)) == (WithdrawalStatus.APPROVED, 0)
    await reinstate(worker.id, "todo bien", by=boss.id)
    await again()
    assert await now(row) == SENT


async def test_while_outgoing_money_is_frozen_nothing_is_transferred(outside: Outside, worker: User) -> None:
    await freeze("algo no cuadra")
    row = await approved(worker)
    await again()
    assert (await now(row), await made(outside, row)) == (WithdrawalStatus.APPROVED, 0)
    await unfreeze()
    await again()
    assert await now(row) == SENT


@pytest.mark.req("R-10", "R-17")
@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("is_known", [True, False])
async def test_a_reversed_transfer_comes_back_in_any_order(
    outside: Outside, api: Api, worker: User, *, order: int, is_known: bool
) -> None:
    row = await approved(worker)
    if not is_known:
        await outside.break_down("stripe", lost=True)
    await drain()
    found = await stripe.find_transfer(transfer.group_of(row), {"withdrawal_id": str(row.id)})
    assert found is not None
    await outside.order("transfer/reverse", transfer=found.id)
    kinds = await hear(outside, api, str(row.id), order=order, times=2)
    assert set(kinds) == {"transfer.created", "transfer.reversed"}
    assert (await now(row), await balance_of(worker.id)) == (FAILED, 500)
    await again()
    assert (await made(outside, row), await flagged(), await audit()) == (1, [], [])


@pytest.mark.req("R-10")
async def test_a_part_that_is_fetched_back_is_for_people_to_see(outside: Outside, api: Api, worker: User) -> None:
    row = await approved(worker)
    await drain()
    row = await Withdrawal.get(id=row.id)
    await outside.order("transfer/reverse", transfer=row.stripe_transfer_id, amount=50_00)
    await hear(outside, api, str(row.id))
    assert (await now(row), await balance_of(worker.id)) == (SENT, 300)
    assert await flagged() == ["PARTLY_REVERSED 50.00 of 200.00"]
    assert await audit() == []


@pytest.mark.req("R-11")
async def test_a_second_transfer_made_by_hand_is_not_booked(outside: Outside, api: Api, worker: User) -> None:
    row = await approved(worker)
    await drain()
    await stripe.create_transfer(
        key=f"by hand {row.id}",
        amount=row.amount,
        destination="acct_other",
        metadata={"withdrawal_id": str(row.id)},
        group="by hand",
    )
    await hear(outside, api, str(row.id))
    [said] = await flagged()
    assert said.startswith("SECOND_TRANSFER")
    assert (await now(row), await audit()) == (SENT, [])


@pytest.mark.req("WAL-15")
async def test_only_an_admin_links_an_account_and_it_belongs_to_one(api: Api, worker: User) -> None:
    boss, other = await a.admin(), await a.worker()
    path = f"/api/admin/workers/{other.id}/payout-account"
    body = {"stripe_account_id": "acct_Nuevo1"}
    assert (await api.patch(path, body)).status == 401
    assert (await api.patch(path, body, as_=worker)).status == 403
    assert (await api.patch(path, {"stripe_account_id": "ba_1"}, as_=boss)).code == "MALFORMED"
    for _ in range(2):
        answer = await api.patch(path, body, as_=boss)
        assert (answer.status, answer.data["stripe_account_id"]) == (200, "acct_Nuevo1")
    taken = await api.patch(path, {"stripe_account_id": f"acct_{worker.id.hex}"}, as_=boss)
    assert (taken.status, taken.code) == (409, "ACCOUNT_LINKED_ELSEWHERE")
    unknown = f"/api/admin/workers/{boss.id}/payout-account"
    assert (await api.patch(unknown, {"stripe_account_id": "acct_2"}, as_=boss)).status == 404
    wanted = [f"/api/admin/workers/{each.id}/payout-account" for each in (worker, other)]
    raced = await asyncio.gather(*(api.patch(each, {"stripe_account_id": "acct_X"}, as_=boss) for each in wanted))
    assert sorted(answer.status for answer in raced) == [200, 409]
