"""Open the client's contact to the handyman, as the account says it at this moment, for good (R-08)."""

from models.chat.tables import Conversation
from models.chat.timeline import append_event
from models.db import current
from models.leads.tables import Lead
from models.people.projection import contact_of
from models.people.tables import User


async def reveal(conversation: Conversation) -> None:
    """The conversation is held. The row doesn't carry the contact: it is read through the conversation."""
    client = await User.get(id=conversation.client_id)
    lead = await Lead.get(id=conversation.lead_id)
    conversation.contact = contact_of(client, address=lead.address, zip_code=lead.zip_code)
    conversation.contact_revealed_at = await current().now()
    await conversation.save(update_fields=["contact", "contact_revealed_at"])
    await append_event(conversation, "contact.revealed", by=conversation.client_id)
