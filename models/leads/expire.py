"""A lead that nobody may buy any more: its days are over (LEAD-02, C38)."""

from datetime import datetime
from uuid import UUID

from models.db import hold_one, transaction
from models.leads.tables import Lead, LeadStatus


async def expire(lead_id: UUID, *, at: datetime) -> None:
    """Fired by its timer. Those who bought keep their conversations and their refund clocks."""
    async with transaction(at=at) as tx:
        lead = await hold_one(Lead, lead_id)
        if lead.status == LeadStatus.ACTIVE and await tx.now() >= lead.expires_at:
            lead.status = LeadStatus.EXPIRED
            await lead.save(update_fields=["status"])
