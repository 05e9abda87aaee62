from datetime import timedelta

import pytest

from models.engine_tables import Timer
from models.payments.rearm import rearm
from models.payments.tables import EscrowStatus
from tasks.sweeps import Sweep
from tasks.timers import fire_due
from tests import a
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.req("C16", "ESC-13")
async def test_a_release_whose_timer_was_lost_is_swept_up() -> None:
    confirmed = await a.confirmed_request()
    escrow = await a.escrow_of(confirmed)
    assert escrow.release_at is not None
    await Timer.all().delete()
    await stand_still_at(escrow.release_at + timedelta(seconds=59))
    assert await rearm() == []
    await stand_still_at(escrow.release_at + timedelta(seconds=61))
    sweep = Sweep()
    await sweep()
    await sweep()
    assert await Timer.filter(kind="escrow.release").count() == 1
    await fire_due()
    escrow = await a.escrow_of(confirmed)
    assert (escrow.status, escrow.released_at) == (EscrowStatus.RELEASED, escrow.release_at)
    assert await rearm() == []


@pytest.mark.req("C16")
async def test_every_deadline_of_payments_has_this_net() -> None:
    asked, marked = await a.payment_request(), await a.marked_request()
    await Timer.all().delete()
    await stand_still_at(asked.expires_at + timedelta(minutes=2))
    assert sorted(await rearm()) == ["payment.expire", "payment.presume_complete"]
    timer = await Timer.get(kind="payment.presume_complete")
    escrow = await a.escrow_of(marked)
    assert escrow.worker_confirmed_at is not None
    assert timer.due_at == escrow.worker_confirmed_at + timedelta(days=7)
