"""The client takes the job back; handymen whom they never answered get their money at once (R-05)."""

from uuid import UUID

from models import timers
from models.db import hold_one, transaction
from models.errors import NotFound
from models.idempotency import claim
from models.leads.buying import LeadClosed, LeadExpired
from models.leads.refund import Outcome, hold_purchases, refund_abandoned
from models.leads.tables import Lead, LeadPurchase, LeadStatus, PurchaseStatus
from models.people.tables import User


async def cancel(lead_id: UUID, *, by: User, key: str | None = None) -> Lead:
    async with transaction() as tx:
        claimed = await claim(by.id, "lead.cancel", key, str(lead_id))
        lead = await hold_one(Lead, lead_id)
        if lead.client_id != by.id:
            raise NotFound
        if claimed.is_replay:
            return lead
        # nobody buys while the lead is held, and the order of workers is that of their notice counters
        unanswered = LeadPurchase.filter(
            lead_id=lead.id, status=PurchaseStatus.PURCHASED, client_responded=False
        ).order_by("worker_id")
        purchases = await hold_purchases(*[purchase.id for purchase in await unanswered])
        now = await tx.now()
        if lead.status == LeadStatus.CANCELLED:
            raise LeadClosed
        if lead.status == LeadStatus.EXPIRED or lead.expires_at <= now:
            raise LeadExpired(expired_at=lead.expires_at)
        lead.status, lead.cancelled_at = LeadStatus.CANCELLED, now
        await lead.save(update_fields=["status", "cancelled_at"])
        await timers.cancel(lead.id, "lead.expire")
        for held in purchases:
            await refund_abandoned(held, Outcome.CANCELLED)
        await claimed.remember(lead.id)
        return lead
