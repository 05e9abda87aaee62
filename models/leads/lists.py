"""The lists of leads that a client and a handyman open (LEAD-06, LEAD-21)."""

from typing import Any
from uuid import UUID

from tortoise.expressions import Q, Subquery

from models.chat.tables import Conversation
from models.clock import business_now
from models.db import find
from models.leads.access import LeadView, seen_by_client, seen_by_worker
from models.leads.tables import Lead, LeadPurchase, LeadRecipient, LeadStatus, PurchaseStatus
from models.listing import page
from models.people.projection import worker_in_public
from models.people.tables import User
from models.plain import stamp
from models.workers.tables import WorkerProfile


async def mine(client: User, *, limit: int, cursor: str | None) -> tuple[list[LeadView], str | None]:
    leads, following = await page(Lead.filter(client_id=client.id), limit=limit, cursor=cursor)
    return await seen_by_client(leads), following


async def available(worker: User, *, limit: int, cursor: str | None) -> tuple[list[LeadView], str | None]:
    """What this handyman got and may still buy, a refunded one included; nothing while paused (BUD-10)."""
    if await WorkerProfile.exists(user_id=worker.id, is_paused=True):
        return [], None
    sent = LeadRecipient.filter(worker_id=worker.id).values("lead_id")
    bought = LeadPurchase.filter(worker_id=worker.id, status=PurchaseStatus.PURCHASED).values("lead_id")
    leads, following = await page(
        Lead.filter(
            Q(id__in=Subquery(sent)) & ~Q(id__in=Subquery(bought)),
            status=LeadStatus.ACTIVE,
            expires_at__gt=await business_now(),
        ),
        limit=limit,
        cursor=cursor,
    )
    return await seen_by_worker(leads, worker.id), following


async def recipients_of(lead_id: UUID, client: User) -> list[dict[str, Any]]:
    """Who got the lead, in the order the client chose them, and how far each has come."""
    lead = await find(Lead, id=lead_id, client_id=client.id)
    rows = await LeadRecipient.filter(lead_id=lead.id).order_by("position").select_related("worker")
    people = await User.in_bulk([row.worker_id for row in rows], "id")
    purchases = {row.worker_id: row for row in await LeadPurchase.filter(lead_id=lead.id)}
    talks = {row.worker_id: row for row in await Conversation.filter(lead_id=lead.id)}
    return [
        {
            "worker": worker_in_public(people[row.worker_id]),
            "is_paused": row.worker.is_paused,
            "sent_at": stamp(row.sent_at),
            "purchased_at": stamp(bought.purchased_at) if (bought := purchases.get(row.worker_id)) else None,
            "wrote_at": stamp(talk.worker_wrote_at) if (talk := talks.get(row.worker_id)) else None,
            "conversation_id": str(talk.id) if talk else None,
        }
        for row in rows
    ]
