"""What Stripe is asked for when nobody waits, or when who waited is gone."""

from datetime import timedelta
from uuid import UUID

from integrations import payments as stripe
from models.payments import close_checkout as closing
from models.payments import give_back as giving
from models.payments.refusals import ChargebackOpen
from tasks.event import Event, NotYet
from tasks.outgoing import outgoing

WHILE_A_BANK_DECIDES = timedelta(hours=1)


async def close_checkout(event: Event) -> None:
    await closing.close_checkout(UUID(event.facts["checkout_session_id"]), stripe)


@outgoing
async def give_back(event: Event) -> None:
    try:
        await giving.give_back(UUID(event.facts["provider_refund_id"]), stripe)
    except ChargebackOpen:
        raise NotYet("the card holder's bank is deciding", WHILE_A_BANK_DECIDES) from None
    except stripe.RefusedError as no:
        # Stripe knows of it before we do
        if no.code != "charge_disputed":
            raise
        raise NotYet("the card holder's bank has claimed it", WHILE_A_BANK_DECIDES) from no
