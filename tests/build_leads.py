"""Builders of leads and what handymen do with them."""

from datetime import timedelta
from typing import Any

from models.chat.tables import Conversation, MessageType
from models.chat.timeline import append
from models.clock import business_now
from models.db import hold_one, transaction
from models.leads import purchase as buy
from models.leads.purchase import Purchased
from models.leads.tables import Lead, LeadRecipient
from models.people.tables import User
from tests import a


async def lead(*workers: User, client: User | None = None, **columns: Any) -> Lead:
    """A lead sent to these handymen."""
    now = await business_now()
    given = {
        "client_id": (client or await a.client()).id,
        "service_category": "Plomería",
        "title": "Fuga en el baño",
        "description": "Gotea la llave del lavabo desde ayer y ya moja el piso.",
        "location_zone": "Roma Norte",
        "zip_code": "06700",
        "address": "Orizaba 101, interior 4",
        "price": 100,
        "created_at": now,
        "expires_at": now + timedelta(days=14),
    }
    row = await Lead.create(**(given | columns))
    for position, worker in enumerate(workers, start=1):
        await LeadRecipient.create(lead_id=row.id, worker_id=worker.id, position=position, sent_at=now)
    return row


async def purchase(worker: User | None = None, of: Lead | None = None, **columns: Any) -> Purchased:
    """A lead bought by a handyman: his, or a new one's with money in his wallet."""
    worker = worker or await a.funded(await a.worker())
    return await buy.purchase((of or await lead(worker, **columns)).id, by=worker.id)


async def words_of_worker(bought: Purchased, content: str = "Buenas tardes, puedo ir mañana.") -> None:
    """The handyman's first message."""
    async with transaction() as verb:
        conversation = await hold_one(Conversation, bought.conversation.id)
        conversation.worker_wrote_at = conversation.worker_wrote_at or await verb.now()
        await conversation.save(update_fields=["worker_wrote_at"])
        await append(conversation, MessageType.TEXT, sender_id=conversation.worker_id, content=content)
