"""Deposits that nobody told us the end of."""

from uuid import UUID

from integrations import payments as stripe
from models.db import find
from models.wallet.check_deposit import give_up
from models.wallet.settle_deposit import settle_session
from models.wallet.tables import Deposit
from tasks.event import Event


async def ask_about_deposit(event: Event) -> None:
    """Past its session's life: paid, or never to be paid."""
    deposit = await find(Deposit, id=UUID(event.facts["deposit_id"]))
    session_id = deposit.stripe_session_id
    if session_id is None:
        found = await stripe.find_checkout({"deposit_id": str(deposit.id)}, since=deposit.created_at)
        if found is None:
            await give_up(deposit.id)
            return
        session_id = found.id
    session = await stripe.get_checkout(session_id)
    await settle_session(await stripe.expire_checkout(session_id) if session.status == "open" else session)
