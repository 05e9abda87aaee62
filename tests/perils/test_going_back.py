"""Refunds that wait, fail later or are refused; told in every order, and twice."""

import pytest

from integrations import payments as stripe
from models.audit import audit
from models.engine_tables import OutboxRow
from models.payments.audit import FAULTS
from models.payments.pay import pay
from models.payments.tables import PaymentRequest, ProviderRefund, RefundStatus, RequestStatus
from models.wallet.tables import Transfer, TransferKind
from tasks.outbox import drain
from tests import a
from tests.api import Api
from tests.news import flagged, hear
from tests.outside import Outside

pytestmark = pytest.mark.usefixtures("database")

FAILS_LATER, PENDS = "4000000000005126", "4000000000007726"
SENT = TransferKind.UNAPPLIED_REFUNDED


async def sent_back(outside: Outside, api: Api, card: str = "4242424242424242") -> ProviderRefund:
    """Paid by card for a request that was cancelled meanwhile: all of it goes back (R-12)."""
    asked = await a.payment_request()
    row = await pay(asked.id, by=(await a.sides(asked))[0], provider=stripe)
    intent = (await outside.pay(str(row.url), card))["payment_intent"]
    await PaymentRequest.filter(id=asked.id).update(status=RequestStatus.CANCELLED, settled_at=asked.created_at)
    await hear(outside, api, str(asked.id))
    return await ProviderRefund.get(stripe_payment_intent_id=intent)


async def booked() -> int:
    return await Transfer.filter(kind=SENT).count()


@pytest.mark.req("R-12", "ESC-22")
@pytest.mark.parametrize("order", [1, -1])
async def test_a_refund_that_is_pending_counts_when_it_has_arrived(bank: Outside, api: Api, order: int) -> None:
    await bank.order("refunds", mode="pending")
    row = await sent_back(bank, api)
    assert (row.status, await booked(), await audit()) == (RefundStatus.PENDING, 0, [])
    await bank.order("refund", refund=row.stripe_refund_id, status="succeeded")
    await hear(bank, api, row.stripe_refund_id, order=order, times=2)
    await row.refresh_from_db()
    assert (row.status, await booked()) == (RefundStatus.SUCCEEDED, 1)
    assert (await flagged(), await audit()) == ([], [])


@pytest.mark.req("R-12", "ESC-22")
@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("card", [FAILS_LATER, PENDS])
async def test_a_refund_that_fails_later_is_owed_again_and_shown_to_an_operator(
    bank: Outside, api: Api, order: int, card: str
) -> None:
    row = await sent_back(bank, api, card)
    before = RefundStatus.SUCCEEDED if card == FAILS_LATER else RefundStatus.PENDING
    assert (row.status, await audit()) == (before, [])
    await bank.order("refund", refund=row.stripe_refund_id, status="failed")
    await hear(bank, api, row.stripe_refund_id, order=order, times=2)
    await row.refresh_from_db()
    assert row.status is RefundStatus.FAILED
    assert await flagged() == [f"REFUND_FAILED {row.stripe_refund_id}"]
    assert await audit() == []
    assert "the unapplied account is not what is owed back" in FAULTS


@pytest.mark.req("R-12")
async def test_what_the_bank_makes_of_a_refund_a_day_later_comes_by_itself(
    movable_outside: Outside, api: Api
) -> None:
    fails, pends = await sent_back(movable_outside, api, FAILS_LATER), await sent_back(movable_outside, api, PENDS)
    await movable_outside.move_clock(25 * 3600)
    await hear(movable_outside, api, fails.stripe_refund_id, pends.stripe_refund_id)
    for row, status in ((fails, RefundStatus.FAILED), (pends, RefundStatus.SUCCEEDED)):
        await row.refresh_from_db()
        assert row.status is status
    assert await audit() == []


@pytest.mark.req("R-12", "R-15")
async def test_a_refund_of_what_the_bank_has_taken_back_is_refused_and_waits_for_the_bank(
    bank: Outside, api: Api
) -> None:
    asked = await a.payment_request()
    page = await pay(asked.id, by=(await a.sides(asked))[0], provider=stripe)
    intent = (await bank.pay(str(page.url)))["payment_intent"]
    await bank.dispute(intent)
    await PaymentRequest.filter(id=asked.id).update(status=RequestStatus.CANCELLED, settled_at=asked.created_at)
    await hear(bank, api, str(asked.id))
    row = await ProviderRefund.get(stripe_payment_intent_id=intent)
    for _ in range(3):
        await OutboxRow.filter(done_at=None).update(next_attempt_at=row.created_at)
        await drain()
    [waiting] = await OutboxRow.filter(event="refund.intended", reaction__not_isnull=True)
    assert (waiting.parked_at, waiting.done_at, waiting.attempts) == (None, None, 0)
    assert str(waiting.last_error).startswith("the card holder's bank")
    assert ((await ProviderRefund.get(id=row.id)).status, await audit()) == (RefundStatus.INTENDED, [])
