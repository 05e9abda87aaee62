"""The client answers: the contact opens and the sale is locked (C8, LEAD-13)."""

from uuid import UUID

from models.chat.payloads import Said
from models.chat.reveal import reveal
from models.chat.rows import TimelineRow
from models.chat.say_once import repeated, say, take_file
from models.chat.tables import Conversation
from models.db import find, transaction
from models.errors import NotFound
from models.leads.refund import hold_purchases, lock_sale
from models.people.tables import User


async def reply(by: User, conversation_id: UUID, said: Said) -> TimelineRow:
    """Write the client's message; the first one in time reveals the contact. A late one only arrives (R-04)."""
    purchase_id = (await find(Conversation, id=conversation_id)).purchase_id
    async with transaction():
        [held] = await hold_purchases(purchase_id)
        conversation = held.conversation
        if conversation.client_id != by.id or conversation.deleted_at is not None:
            raise NotFound
        if row := await repeated(conversation, by, said):
            return row
        upload = await take_file(by, said)
        is_the_answer = await lock_sale(held)
        row = await say(conversation, by, said, upload)
        if is_the_answer:
            await reveal(conversation)
        return row
