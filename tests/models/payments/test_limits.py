"""Money isn't held for ever: reminders for work that nobody finishes, an alarm, and an end."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from models.audit import audit
from models.disputes.tables import Dispute, DisputeStatus
from models.engine_tables import OutboxRow, Timer
from models.notices.tables import Notice
from models.payments.confirm_complete import confirm_complete
from models.payments.limits import ALARM_AFTER, HELD_AT_MOST, end_at_limit, sound_alarm
from models.payments.overdue_work import AFTER
from models.payments.rearm import rearm
from models.payments.release import release
from models.payments.tables import EndedBy, EscrowStatus, PaymentRequest, ProviderRefund
from models.timer_effects import EFFECTS
from models.wallet.accounts import balance_of
from tests import a
from tests.build_payments import disputed
from tests.moment import stand_still_at

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.req("R-14", "C21")]


async def at_limit(of: PaymentRequest, *, early: timedelta = timedelta(0)) -> None:
    escrow = await a.escrow_of(of)
    at = escrow.created_at + HELD_AT_MOST - early
    await stand_still_at(at)
    await end_at_limit(escrow.id, at=at)


async def test_at_day_85_what_nobody_confirmed_goes_back_in_full() -> None:
    paid, marked = await a.paid_request(), await a.marked_request()
    reported = await a.confirmed_request()
    dispute = await disputed(reported, (await a.sides(reported))[0])
    for of in (paid, marked, reported):
        await at_limit(of, early=timedelta(milliseconds=1))
        assert (await a.escrow_of(of)).status is EscrowStatus.HELD
        for _ in range(2):
            await at_limit(of)
        escrow = await a.escrow_of(of)
        assert (escrow.status, escrow.ended_by) == (EscrowStatus.REFUNDED, EndedBy.LIMIT)
        assert await balance_of(of.worker_id) == 0
    assert [row.amount for row in await ProviderRefund.all()] == [Decimal("1030.00")] * 3
    assert (await Dispute.get(id=dispute.id)).status is DisputeStatus.RESOLVED
    assert await audit() == []


async def test_at_day_85_what_was_confirmed_is_the_handymans() -> None:
    confirmed = await a.confirmed_request()
    escrow = await a.escrow_of(confirmed)
    assert escrow.release_at is not None
    late = escrow.created_at + HELD_AT_MOST
    await stand_still_at(late)
    await asyncio.gather(end_at_limit(escrow.id, at=late), release(escrow.id, at=escrow.release_at))
    assert await balance_of(confirmed.worker_id) == Decimal(1000)
    assert not await ProviderRefund.exists()
    assert await audit() == []


async def test_at_day_60_operators_hear_of_it() -> None:
    escrow = await a.escrow_of(await a.paid_request())
    await sound_alarm(escrow.id, at=escrow.created_at + ALARM_AFTER - timedelta(seconds=1))
    assert not await OutboxRow.exists(event="escrow.held_long")
    desk = {(await a.support()).id, (await a.admin()).id}
    for _ in range(2):
        await sound_alarm(escrow.id, at=escrow.created_at + ALARM_AFTER)
    assert await OutboxRow.filter(event="escrow.held_long").count() == 1
    told = await Notice.filter(kind="desk.held_long").values_list("user_id", flat=True)
    assert len(told) == len(set(told))
    assert desk <= set(told)


async def test_who_says_nothing_of_the_work_is_reminded_asked_and_handed_to_support_once_each() -> None:
    paid = await a.paid_request()
    escrow = await a.escrow_of(paid)
    told = {
        "service.remind": "service.reminded",
        "service.ask": "service.asked",
        "service.escalate": "service.overdue",
    }
    for kind, after in AFTER.items():
        due_at = escrow.created_at + after
        assert (await Timer.get(kind=kind)).due_at == due_at
        await EFFECTS[kind](escrow.id, at=due_at - timedelta(milliseconds=1))
        assert not await Notice.exists(kind=told[kind])
        for _ in range(2):
            await EFFECTS[kind](escrow.id, at=due_at)
        assert await OutboxRow.filter(event=told[kind]).count() == 1
    to = {row.user_id for row in await Notice.filter(kind="service.asked")}
    assert to == {paid.client_id}


async def test_nobody_is_reminded_of_work_that_is_done() -> None:
    paid = await a.paid_request()
    escrow = await a.escrow_of(paid)
    await confirm_complete(paid.id, by=(await a.sides(paid))[1])
    for kind, after in AFTER.items():
        await EFFECTS[kind](escrow.id, at=escrow.created_at + after)
    assert not await Notice.filter(kind__in=["service.reminded", "service.asked", "service.overdue"]).exists()


@pytest.mark.req("C16")
async def test_a_limit_whose_timer_was_lost_is_set_again() -> None:
    escrow = await a.escrow_of(await a.paid_request())
    await Timer.filter(kind="escrow.limit").delete()
    await stand_still_at(escrow.created_at + HELD_AT_MOST + timedelta(minutes=2))
    assert "escrow.limit" in await rearm()
