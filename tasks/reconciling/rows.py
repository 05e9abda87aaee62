"""What we wait for: each row that should have ended by now is asked about, and settled."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any

from integrations import payments as stripe
from models.clock import business_now
from models.outgoing.gate import OutgoingMoneyFrozen, gate
from models.payments.give_back import give_back
from models.payments.refund_attempt import metadata_of
from models.payments.refusals import ChargebackOpen
from models.payments.settle_chargeback import settle_chargeback
from models.payments.settle_refund import settle_refund
from models.payments.tables import Chargeback, CheckoutSession, ProviderRefund, RefundStatus
from models.payouts.tables import Withdrawal
from models.payouts.transfer import NotNow, group_of, pay_by_transfer, settle_transfer
from models.reconciling.booked import captured
from models.reconciling.cursors import after, stands_at
from models.reconciling.unfinished import GRACE, MOST, UNFINISHED, Unfinished, some_of
from models.wallet import settle_deposit as deposits
from models.wallet.deposit import CHECK_AFTER
from models.wallet.look_at_deposit import look_at_deposit
from models.wallet.tables import Deposit, SavedCard, Transfer
from tasks.deposits import ask_about_deposit as check_at_its_end
from tasks.event import Event
from tasks.reconciling.checkouts import settle_checkout
from tasks.reconciling.look import look
from tasks.reconciling.tally import Tally


async def ask_about_checkout(row: CheckoutSession) -> str | None:
    """One that was intended and has no name yet is found in the walk through Stripe's sessions."""
    if row.stripe_session_id is None:
        return None
    return await settle_checkout(await stripe.get_checkout(row.stripe_session_id))


async def ask_about_deposit(row: Deposit) -> str | None:
    """Unlike the check at its end this leaves alone what may still be paid."""
    if row.is_automatic:
        return await _ask_about_reload(row)
    if row.stripe_session_id is None:
        # its check, a day after it was begun, may have met a Stripe that was away
        if await business_now() > row.created_at + CHECK_AFTER + GRACE:
            await check_at_its_end(Event("deposit.unsettled", {"deposit_id": str(row.id)}, row.created_at, ""))
        return None
    session = await stripe.get_checkout(row.stripe_session_id)
    problem = await settle_checkout(session)
    if session.status == "complete" and session.payment_status == "unpaid" and session.payment_intent_id:
        await look_at_deposit(await Deposit.get(id=row.id), session.payment_intent_id, stripe)
    return problem


async def _ask_about_reload(row: Deposit) -> str | None:
    card = await SavedCard.get(id=row.card_id)
    metadata = {"deposit_id": str(row.id), "worker_id": str(row.worker_id)}
    made = await stripe.find_payment_intent(card.stripe_customer_id, metadata, since=row.created_at)
    return await deposits.settle_intent(made) if made else None


async def ask_about_refund(row: ProviderRefund) -> str | None:
    """One that never left is sent, unless outgoing money is frozen; one that failed is for people."""
    if row.status is RefundStatus.FAILED:
        return "REFUND_FAILED"
    if row.stripe_refund_id is not None:
        return await settle_refund(await stripe.get_refund(row.stripe_refund_id))
    # whatever a key's age: here nobody waits, so the thing is looked for before it is asked for
    found = await stripe.find_refund(row.stripe_payment_intent_id, metadata_of(row))
    if found is not None:
        return await settle_refund(found)
    try:
        async with gate():
            await give_back(row.id, stripe)
    except (OutgoingMoneyFrozen, ChargebackOpen):
        return None
    return None


async def ask_about_payout(row: Withdrawal) -> str | None:
    found = await stripe.find_transfer(group_of(row), {"withdrawal_id": str(row.id)})
    if found is not None:
        return await settle_transfer(found)
    try:
        async with gate():
            await pay_by_transfer(row.id, stripe)
    except OutgoingMoneyFrozen:
        return None
    except NotNow as wait:
        return f"PAYOUT_WAITS {wait}"
    return None


async def ask_about_chargeback(row: Chargeback) -> str | None:
    return await settle_chargeback(await stripe.get_dispute(row.stripe_dispute_id))


async def ask_about_capture(row: Transfer) -> str | None:
    """Whether Stripe knows what we have booked."""
    intent = await stripe.get_payment_intent(row.cause.removeprefix("capture:"))
    booked = await captured(intent.id)
    if intent.currency != deposits.CURRENCY:
        return f"FOREIGN_CURRENCY {intent.currency}"
    return None if intent.amount_received == booked else f"AMOUNT_MISMATCH {intent.amount_received} for {booked}"


ASKS: dict[str, Callable[[Any], Awaitable[str | None]]] = {
    "live_checkouts": ask_about_checkout,
    "unpaid_checkouts": ask_about_checkout,
    "deposits": ask_about_deposit,
    "refunds": ask_about_refund,
    "payouts": ask_about_payout,
    "chargebacks": ask_about_chargeback,
    "captures": ask_about_capture,
}


async def ask_about_rows(now: datetime, tally: Tally) -> None:
    for what in UNFINISHED:
        await _ask_about_some(what, now, tally)


async def _ask_about_some(what: Unfinished, now: datetime, tally: Tally) -> None:
    if tally.is_over:
        return
    rows = await some_of(what, after=await after(f"rows:{what.kind}"), now=now)
    for row in rows:
        if tally.is_over:
            return
        await look(name_of(row), partial(ASKS[what.kind], row), tally, row=(type(row), row.pk), kind=what.kind)
        await stands_at(f"rows:{what.kind}", row.pk)
    if len(rows) < MOST:
        await stands_at(f"rows:{what.kind}", None)


def name_of(row: Any) -> str:
    """The same as in the walks through Stripe's objects, so that one problem is one finding."""
    if isinstance(row, Transfer):
        return row.cause.removeprefix("capture:")
    for name in ("stripe_session_id", "stripe_refund_id", "stripe_transfer_id", "stripe_dispute_id"):
        if named := getattr(row, name, None):
            return str(named)
    return str(row.pk)
