"""Vouchers and transfers: pending until the money arrives, failed or expired without harm."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from models.audit import audit
from models.engine_tables import OutboxRow, Timer
from models.notices.tables import Notice
from models.people.tables import User
from models.wallet.accounts import balance_of
from models.wallet.await_deposit import GRACE, TRANSFER_AWAITED, give_up, note_voucher
from models.wallet.check_deposit import check_deposit
from models.wallet.deposit import begin_deposit
from models.wallet.settle_deposit import settle_deposit, settle_session
from models.wallet.tables import Deposit, DepositMethod, DepositStatus
from tests import a
from tests.models.wallet.test_deposit import News, about
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2026, 11, 18, 18, tzinfo=UTC)


@dataclass
class Slip:
    url: str | None = "https://stripe.example/voucher"
    expires_at: datetime | None = NOW + timedelta(days=3)
    details: dict[str, str] = field(default_factory=lambda: {"number": "123"})


async def begun(worker: User, method: DepositMethod = DepositMethod.OXXO) -> Deposit:
    return await begin_deposit(by=worker.id, amount=Decimal(500), method=method)


async def status_of(deposit: Deposit) -> DepositStatus:
    return (await Deposit.get(id=deposit.id)).status


async def awaited(worker: User, method: DepositMethod = DepositMethod.OXXO, slip: Slip | None = None) -> Deposit:
    deposit = await begun(worker, method)
    await settle_session(unpaid(deposit))
    await note_voucher(deposit.id, slip or Slip())
    return deposit


def unpaid(deposit: Deposit) -> News:
    return about(deposit, payment_status="unpaid", id=f"cs_{deposit.id}", payment_intent_id=f"pi_{deposit.id}")


@pytest.mark.req("WAL-05", "C19", "R-11")
async def test_a_voucher_is_shown_and_told_once_and_awaited_until_days_after_its_end() -> None:
    await stand_still_at(NOW)
    worker = await a.worker()
    deposit = await begun(worker)
    await asyncio.gather(*(settle_session(unpaid(deposit)) for _ in range(5)))
    assert await OutboxRow.filter(event="deposit.pending").count() == 1
    await asyncio.gather(*(note_voucher(deposit.id, Slip()) for _ in range(5)))
    row = await Deposit.get(id=deposit.id)
    assert (row.status, row.voucher_url, row.instructions) == (
        DepositStatus.PENDING,
        Slip().url,
        {"number": "123"},
    )
    [told] = await Notice.filter(user_id=worker.id, kind="deposit.pending")
    assert told.facts["expires_at"] == "2026-11-21T18:00:00.000Z"
    assert await OutboxRow.filter(event="deposit.voucher").count() == 1
    assert (await Timer.get(subject_id=deposit.id)).due_at == NOW + timedelta(days=3) + GRACE
    assert await balance_of(worker.id) == 0


@pytest.mark.req("WAL-06", "C19")
async def test_a_transfer_is_awaited_for_a_week() -> None:
    await stand_still_at(NOW)
    deposit = await awaited(await a.worker(), DepositMethod.SPEI, Slip(expires_at=None, details={"clabe": "646"}))
    assert (await Deposit.get(id=deposit.id)).expires_at == NOW + TRANSFER_AWAITED


@pytest.mark.req("R-11", "C19")
@pytest.mark.parametrize(("after_days", "ended_as"), [(1, DepositStatus.FAILED), (3, DepositStatus.EXPIRED)])
async def test_money_that_does_not_come_is_told_once_and_takes_nothing(
    after_days: int, ended_as: DepositStatus
) -> None:
    await stand_still_at(NOW)
    worker = await a.funded(await a.worker(), 100)
    deposit = await awaited(worker)
    await stand_still_at(NOW + timedelta(days=after_days))
    await asyncio.gather(*(settle_session(unpaid(deposit), failed=True) for _ in range(5)))
    assert await status_of(deposit) == ended_as
    assert await Notice.filter(user_id=worker.id, kind="deposit.failed").count() == 1
    assert await OutboxRow.filter(event="deposit.failed").count() == 1
    assert await balance_of(worker.id) == 100
    assert not await Timer.filter(subject_id=deposit.id).exists()


@pytest.mark.req("R-11", "WAL-05")
async def test_news_in_any_order_end_alike() -> None:
    worker = await a.worker()
    paid, failed = await begun(worker), await begun(worker)
    await settle_deposit(paid.id, "pi_1", Decimal(500), "mxn", paid=True)
    await settle_session(unpaid(paid))
    await note_voucher(paid.id, Slip())
    await settle_session(unpaid(paid), failed=True)
    assert await status_of(paid) == DepositStatus.COMPLETED
    await settle_session(unpaid(failed), failed=True)
    await settle_session(unpaid(failed))
    assert await status_of(failed) == DepositStatus.FAILED
    assert await balance_of(worker.id) == 500
    assert await audit() == []


@pytest.mark.req("R-11")
async def test_paid_and_failed_at_once_is_paid_once() -> None:
    worker = await a.worker()
    for number in range(5):
        deposit = await begin_deposit(by=worker.id, amount=Decimal(300), method=DepositMethod.SPEI)
        if number % 2:
            await settle_session(unpaid(deposit))
        await asyncio.gather(
            settle_deposit(deposit.id, f"pi_{number}", Decimal(300), "mxn", paid=True),
            settle_session(unpaid(deposit), failed=True),
            give_up(deposit.id),
            settle_deposit(deposit.id, f"pi_{number}", Decimal(300), "mxn", paid=True),
        )
        assert await status_of(deposit) == DepositStatus.COMPLETED
    assert await balance_of(worker.id) == 1500
    assert await audit() == []


@pytest.mark.req("R-19", "C19")
async def test_the_check_is_early_on_time_and_twice_without_harm() -> None:
    await stand_still_at(NOW)
    deposit = await awaited(await a.worker())
    for _ in range(2):
        await check_deposit(deposit.id, at=NOW + timedelta(days=7))
    assert await OutboxRow.filter(event="deposit.unsettled").count() == 2
    await give_up(deposit.id)
    await give_up(deposit.id)
    await check_deposit(deposit.id, at=NOW + timedelta(days=8))
    assert await OutboxRow.filter(event="deposit.unsettled").count() == 2
    assert await OutboxRow.filter(event="deposit.failed").count() == 1
