"""Builders of what handymen do with leads."""

from typing import Any

from models.chat.tables import Conversation, MessageType
from models.chat.timeline import append
from models.db import hold_one, transaction
from models.leads import purchase as buy
from models.leads.purchase import Purchased
from models.leads.tables import Lead
from models.people.tables import User
from tests import a


async def purchase(worker: User | None = None, of: Lead | None = None, **columns: Any) -> Purchased:
    """A lead bought by a handyman: his, or a new one's with money in his wallet."""
    worker = worker or await a.funded(await a.worker())
    return await buy.purchase((of or await a.lead(worker, **columns)).id, by=worker.id)


async def words_of_worker(bought: Purchased, content: str = "Buenas tardes, puedo ir mañana.") -> None:
    """The handyman's first message."""
    async with transaction() as verb:
        conversation = await hold_one(Conversation, bought.conversation.id)
        conversation.worker_wrote_at = conversation.worker_wrote_at or await verb.now()
        await conversation.save(update_fields=["worker_wrote_at"])
        await append(conversation, MessageType.TEXT, sender_id=conversation.worker_id, content=content)
