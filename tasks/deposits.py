"""What Stripe is asked about deposits: how to pay a voucher, and how one ended of which nobody told us."""

import contextlib
from uuid import UUID

from integrations import payments as stripe
from models.db import find
from models.wallet import charge_reload as charging
from models.wallet.await_deposit import ask_again, give_up
from models.wallet.keep_card import fetch_card
from models.wallet.look_at_deposit import look_at_deposit
from models.wallet.reload import CHECK_AFTER
from models.wallet.settle_deposit import settle_session
from models.wallet.tables import Deposit
from tasks.event import Event


async def fetch_voucher(event: Event) -> None:
    deposit = await find(Deposit, id=UUID(event.facts["deposit_id"]))
    if deposit.stripe_payment_intent_id is not None:
        await look_at_deposit(deposit, deposit.stripe_payment_intent_id, stripe)


async def charge_reload(event: Event) -> None:
    """As long as Stripe doesn't answer it is asked again every hour, beyond this reaction's own attempts."""
    deposit_id = UUID(event.facts["deposit_id"])
    try:
        await charging.charge_reload(deposit_id, stripe)
    except stripe.UnavailableError:
        await ask_again(deposit_id, CHECK_AFTER)
        raise


async def keep_card(event: Event) -> None:
    await fetch_card(UUID(event.facts["deposit_id"]), stripe)


async def forget_card(event: Event) -> None:
    """Whatever Stripe has forgotten already is forgotten."""
    with contextlib.suppress(stripe.RefusedError):
        await stripe.forget_card(event.facts["stripe_payment_method_id"])


async def ask_about_deposit(event: Event) -> None:
    """Past its session's life or its voucher's: paid, or never to be paid."""
    deposit = await find(Deposit, id=UUID(event.facts["deposit_id"]))
    if deposit.is_automatic:
        await charge_reload(event)
        return
    session_id = deposit.stripe_session_id
    if session_id is None:
        found = await stripe.find_checkout({"deposit_id": str(deposit.id)}, since=deposit.created_at)
        if found is None:
            await give_up(deposit.id)
            return
        session_id = found.id
    session = await stripe.get_checkout(session_id)
    if session.status == "open":
        session = await stripe.expire_checkout(session_id)
    await settle_session(session)
    if session.status == "complete" and session.payment_status == "unpaid" and session.payment_intent_id:
        await look_at_deposit(deposit, session.payment_intent_id, stripe)
