"""A day without a single webhook: one look later all is as if each had come."""

import pytest

from integrations import payments as stripe
from models.payments.pay import pay
from models.payments.tables import Chargeback as Claim
from models.payments.tables import ChargebackStatus, EscrowStatus, PaymentRequest, ProviderRefund, RefundStatus
from models.payouts.tables import PayoutDriver, Withdrawal, WithdrawalStatus
from models.people.tables import User
from models.wallet.accounts import balance_of
from models.wallet.tables import Deposit, DepositStatus, Transfer
from tasks.deposits import charge_reload
from tasks.outbox import drain
from tasks.reconciling.events import TYPES
from tests import a, build_payouts
from tests.api import Api
from tests.outside import Outside
from tests.tasks.reconciled import look, owed_back, paid_at_stripe, problems
from tests.tasks.test_reloads import falls, reloads, save

pytestmark = pytest.mark.usefixtures("database", "own_outside")

NAMED = {
    "charge.refunded",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "charge.dispute.closed",
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "refund.failed",
    "transfer.created",
    "transfer.updated",
    "transfer.reversed",
}
MOST_TYPES = 20
"""That Stripe lets us ask for at once."""


@pytest.mark.req("ESC-22")
def test_every_kind_of_news_that_moves_money_is_applied_and_asked_for() -> None:
    assert set(TYPES) >= NAMED
    assert len(TYPES) <= MOST_TYPES


async def deposit_by(api: Api, outside: Outside, worker: User, method: str) -> tuple[Deposit, str]:
    begun = await api.post("/api/wallet/deposit", {"amount": "500", "method": method}, as_=worker)
    intent = (await outside.pay_by(begun.data["checkout_url"], method))["payment_intent"]
    return await Deposit.get(id=begun.data["id"]), intent


@pytest.mark.req("R-11", "R-12", "R-15", "R-17", "ESC-22")
async def test_after_one_look_everything_stands_where_stripe_has_it(own_outside: Outside, api: Api) -> None:
    worker, earner = await a.worker(), await build_payouts.earner(500)
    await build_payouts.linked(earner)
    payout = await build_payouts.approved(earner, 200, PayoutDriver.STRIPE)
    late = await owed_back(own_outside)
    await drain()
    paid, claimed = await a.payment_request(), await a.payment_request()
    await paid_at_stripe(own_outside, paid)
    taken = await paid_at_stripe(own_outside, claimed)
    arrived, money = await deposit_by(api, own_outside, worker, "oxxo")
    failed, nothing = await deposit_by(api, own_outside, worker, "spei")
    # what happens at Stripe while it can't reach us
    await own_outside.settle(money)
    await own_outside.fail(nothing)
    await own_outside.dispute(taken, amount=400_00)
    await own_outside.close_dispute(taken, "lost")
    late = await ProviderRefund.get(id=late.id)
    await own_outside.order("refund", refund=late.stripe_refund_id, status="failed")
    payout = await Withdrawal.get(id=payout.id)
    await own_outside.order("transfer/reverse", transfer=payout.stripe_transfer_id)
    for _ in range(2):
        await look()
    assert (await a.escrow_of(paid)).status is EscrowStatus.HELD
    assert (await Claim.get()).status is ChargebackStatus.LOST
    assert (await a.escrow_of(claimed)).refunded_amount == 400
    assert await balance_of(claimed.worker_id) == 600
    assert (await Deposit.get(id=arrived.id)).status == DepositStatus.COMPLETED
    assert (await Deposit.get(id=failed.id)).status == DepositStatus.FAILED
    assert await balance_of(worker.id) == 500
    assert (await ProviderRefund.get(id=late.id)).status is RefundStatus.FAILED
    assert (await Withdrawal.get(id=payout.id)).status == WithdrawalStatus.FAILED
    assert await balance_of(earner.id) == 500
    assert await problems() == [("REFUND_FAILED", late.stripe_refund_id)]
    assert await Transfer.filter(cause__startswith="capture:").count() == 4
    assert (await look()).repaired == 0


@pytest.mark.req("WAL-08", "R-17")
async def test_a_reload_whose_answer_was_lost_is_found_after_its_key_is_forgotten(
    own_outside: Outside, api: Api
) -> None:
    worker = await a.worker()
    await save(own_outside, api, worker)
    order = await falls(api, worker)
    await own_outside.break_down("stripe", lost=True)
    with pytest.raises(stripe.UnavailableError):
        await charge_reload(order)
    await own_outside.forget_keys()
    await look()
    [reload] = await reloads(worker)
    assert (reload.status, await balance_of(worker.id)) == (DepositStatus.COMPLETED, 600)
    charges = [e for e in await own_outside.events(str(reload.id)) if e["type"] == "payment_intent.succeeded"]
    assert len(charges) == 1


@pytest.mark.req("R-12", "R-17")
async def test_who_had_paid_before_he_declined_has_paid(own_outside: Outside, api: Api) -> None:
    """His page was paid, nobody told us, and he taps Decline: the session is asked first (R-12)."""
    asked = await a.payment_request()
    client, _ = await a.sides(asked)
    page = await pay(asked.id, by=client, provider=stripe)
    await own_outside.pay(str(page.url))
    await api.post(f"/api/payments/{asked.id}/decline", as_=client)
    await look()
    assert (await PaymentRequest.get(id=asked.id)).status == "paid"
    assert await ProviderRefund.all().count() == 0
