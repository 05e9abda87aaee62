"""Withdrawals that Stripe is asked to send, once an admin or support has approved them."""

from datetime import timedelta
from uuid import UUID

from integrations import payments as stripe
from models.payouts import transfer
from tasks.event import Event, NotYet
from tasks.outgoing import outgoing

AGAIN_IN = timedelta(minutes=10)


@outgoing
async def send_payout(event: Event) -> None:
    try:
        await transfer.pay_by_transfer(UUID(event.facts["withdrawal_id"]), stripe)
    except transfer.NotNow as wait:
        raise NotYet(str(wait), AGAIN_IN) from None
