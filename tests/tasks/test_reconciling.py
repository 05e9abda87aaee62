"""What nobody told us is found at Stripe and settled, by the verbs that webhooks use."""

from datetime import timedelta

import pytest

from integrations import payments as stripe
from models.clock import business_now
from models.engine_tables import OutboxRow
from models.outgoing.freeze import freeze, unfreeze
from models.payments.tables import CheckoutSession, CheckoutStatus, ProviderRefund, RefundStatus, RequestStatus
from models.payouts.tables import PayoutDriver, Withdrawal, WithdrawalStatus
from models.reconciling.findings import dismiss, open_findings
from models.reconciling.tables import ReconciliationCursor
from models.wallet.accounts import balance_of
from models.wallet.tables import Deposit, DepositStatus, Transfer
from tasks.outbox import drain
from tests import a, build_payouts
from tests.api import Api
from tests.outside import Outside
from tests.tasks.reconciled import look, owed_back, page, paid_at_stripe, problems, status_of

pytestmark = pytest.mark.usefixtures("database", "own_outside")


@pytest.mark.req("R-17", "ESC-22")
async def test_a_payment_that_nobody_told_us_of_is_found_and_then_nothing_is_left(own_outside: Outside) -> None:
    asked = await a.payment_request()
    await paid_at_stripe(own_outside, asked)
    first = await look()
    assert (await status_of(asked), first.repaired > 0, first.findings) == (RequestStatus.PAID, True, 0)
    again = await look()
    assert (again.repaired, again.findings, again.is_complete) == (0, 0, True)
    assert await Transfer.filter(cause__startswith="capture:").count() == 1


@pytest.mark.req("R-17")
async def test_without_events_the_things_themselves_are_enough(own_outside: Outside) -> None:
    """Stripe keeps events for thirty days, and those of a lost month are gone."""
    now = await business_now()
    await ReconciliationCursor.create(kind="events", since=now + timedelta(days=1), until=None)
    asked = await a.payment_request()
    await paid_at_stripe(own_outside, asked)
    await look()
    assert await status_of(asked) is RequestStatus.PAID


@pytest.mark.req("R-17")
async def test_a_session_whose_answer_was_lost_is_found_even_after_its_key(own_outside: Outside) -> None:
    asked = await a.payment_request()
    await own_outside.break_down("stripe", lost=True)
    with pytest.raises(stripe.UnavailableError):
        await page(asked)
    await own_outside.forget_keys()
    await look()
    row = await CheckoutSession.get(payment_request_id=asked.id)
    assert row.url is not None
    assert (await page(asked)).stripe_session_id == row.stripe_session_id
    assert len(await own_outside.payments()) == 1


@pytest.mark.req("R-12", "R-17")
async def test_a_refund_whose_answer_was_lost_is_found_after_its_key_is_forgotten(own_outside: Outside) -> None:
    owed = await owed_back(own_outside)
    await own_outside.break_down("stripe", lost=True)
    await drain()
    await own_outside.forget_keys()
    await look()
    await owed.refresh_from_db()
    assert owed.status is RefundStatus.SUCCEEDED
    assert (await own_outside.payments())[0]["amount_refunded"] == 1030_00


@pytest.mark.req("R-12", "R-17")
async def test_a_refund_that_its_reaction_gave_up_on_is_sent_once(
    own_outside: Outside,
) -> None:
    owed = await owed_back(own_outside)
    await OutboxRow.filter(event="refund.intended").delete()
    await freeze("algo no cuadra")
    await look()
    assert (await ProviderRefund.get(id=owed.id)).status is RefundStatus.INTENDED
    await unfreeze()
    for _ in range(2):
        await look()
    assert (await ProviderRefund.get(id=owed.id)).status is RefundStatus.SUCCEEDED
    kinds = [event["type"] for event in await own_outside.events(str(owed.id))]
    assert kinds.count("refund.created") == 1


@pytest.mark.req("R-17")
async def test_a_refund_that_fails_later_is_owed_again_and_reported_until_seen_to(own_outside: Outside) -> None:
    owed = await owed_back(own_outside)
    await drain()
    await owed.refresh_from_db()
    assert owed.status is RefundStatus.SUCCEEDED
    await own_outside.order("refund", refund=owed.stripe_refund_id, status="failed")
    for _ in range(2):
        await look()
    assert (await ProviderRefund.get(id=owed.id)).status is RefundStatus.FAILED
    assert await problems() == [("REFUND_FAILED", owed.stripe_refund_id)]
    await dismiss((await open_findings())[0].id, "pagado por transferencia")
    await look()
    assert await problems() == []


@pytest.mark.req("WAL-07", "R-17")
@pytest.mark.parametrize("way", ["card", "oxxo", "spei"])
async def test_a_deposit_that_nobody_told_us_of_fills_the_wallet(own_outside: Outside, api: Api, way: str) -> None:
    worker = await a.worker()
    begun = await api.post("/api/wallet/deposit", {"amount": "500", "method": way}, as_=worker)
    if way == "card":
        await own_outside.pay(begun.data["checkout_url"])
    else:
        intent = (await own_outside.pay_by(begun.data["checkout_url"], way))["payment_intent"]
        await look()
        waiting = await Deposit.get(id=begun.data["id"])
        assert (waiting.status, bool(waiting.voucher_url)) == (DepositStatus.PENDING, True)
        await own_outside.settle(intent)
    await look()
    assert await balance_of(worker.id) == 500
    assert (await look()).repaired == 0


@pytest.mark.req("WAL-15", "R-17")
async def test_a_transfer_whose_answer_was_lost_is_found_and_its_reversal_too(own_outside: Outside) -> None:
    worker = await build_payouts.earner(500)
    await build_payouts.linked(worker)
    row = await build_payouts.approved(worker, 200, PayoutDriver.STRIPE)
    await own_outside.break_down("stripe", lost=True)
    await drain()
    await OutboxRow.filter(event="payout.due").delete()
    await own_outside.forget_keys()
    await look()
    row = await Withdrawal.get(id=row.id)
    assert row.status == WithdrawalStatus.SENT
    await own_outside.order("transfer/reverse", transfer=row.stripe_transfer_id)
    await look()
    assert ((await Withdrawal.get(id=row.id)).status, await balance_of(worker.id)) == (
        WithdrawalStatus.FAILED,
        500,
    )


@pytest.mark.req("R-15", "R-17")
async def test_a_chargeback_that_nobody_told_us_of_freezes_and_ends(own_outside: Outside) -> None:
    asked = await a.payment_request()
    intent = await paid_at_stripe(own_outside, asked)
    await own_outside.dispute(intent)
    await look()
    assert (await a.escrow_of(asked)).chargeback_id is not None
    await own_outside.close_dispute(intent, "won")
    await look()
    assert (await a.escrow_of(asked)).chargeback_id is None
    assert await problems() == []


@pytest.mark.req("R-12", "R-17")
async def test_of_two_pages_only_ours_stays_open_and_none_of_what_is_over(
    own_outside: Outside,
) -> None:
    asked, over = await a.payment_request(), await a.payment_request()
    await own_outside.break_down("stripe", lost=True)
    with pytest.raises(stripe.UnavailableError):
        await page(asked)
    await own_outside.forget_keys()
    ours = await page(asked)
    closed = await page(over)
    await CheckoutSession.filter(id=closed.id).update(status=CheckoutStatus.CLOSED)
    await look()
    at_stripe = {each["id"]: each["status"] for each in await own_outside.payments()}
    assert len(at_stripe) == 3
    assert [key for key, status in at_stripe.items() if status == "open"] == [ours.stripe_session_id]
    assert await problems() == []
