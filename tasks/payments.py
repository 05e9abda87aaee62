"""What Stripe is asked for when nobody waits, or when who waited is gone."""

from uuid import UUID

from integrations import payments as stripe
from models.payments import close_checkout as closing
from models.payments import give_back as giving
from tasks.event import Event
from tasks.outgoing import outgoing


async def close_checkout(event: Event) -> None:
    await closing.close_checkout(UUID(event.facts["checkout_session_id"]), stripe)


@outgoing
async def give_back(event: Event) -> None:
    await giving.give_back(UUID(event.facts["provider_refund_id"]), stripe)
