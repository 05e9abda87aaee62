"""The conversation that a purchase opens."""

from models.chat.tables import Conversation, Participant, Side
from models.db import current
from models.leads.tables import Lead, LeadPurchase


async def begin(lead: Lead, purchase: LeadPurchase) -> Conversation:
    """Open the conversation of a purchase with its two people, held by the running verb."""
    transaction = current()
    now = await transaction.now()
    conversation = await Conversation.create(
        lead_id=lead.id,
        purchase_id=purchase.id,
        client_id=lead.client_id,
        worker_id=purchase.worker_id,
        created_at=now,
        updated_at=now,
    )
    transaction.made(conversation)
    for user_id, side in ((lead.client_id, Side.CLIENT), (purchase.worker_id, Side.WORKER)):
        await Participant.create(conversation_id=conversation.id, user_id=user_id, side=side, joined_at=now)
    return conversation
