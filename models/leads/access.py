"""What a given reader may see of a lead: the only place where the tiers are known (LEAD-10 to LEAD-13).

0, not bought: the job and its zone, the client's history in numbers; nothing that resolves to the client (R-02).
1, bought: the client's first name too. 2, answered: the contact that the conversation froze (R-08).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any
from uuid import UUID

from models.admin.tables import AuditEntry
from models.chat.tables import Conversation, FlaggedConversation
from models.clock import business_now
from models.disputes.tables import Dispute
from models.errors import NotFound
from models.leads.history import histories
from models.leads.tables import Lead, LeadMedia, LeadPurchase, LeadRecipient
from models.payments.tables import EscrowPayment, EscrowStatus
from models.people.projection import before_reveal, contact_of
from models.people.tables import Role, User
from models.plain import pesos, stamp
from models.uploads.shown import shown


class Tier(IntEnum):
    NOT_BOUGHT = 0
    BOUGHT = 1
    ANSWERED = 2


@dataclass(frozen=True)
class LeadView:
    """A lead and the JSON-ready facts that its reader may have."""

    lead: Lead
    tier: Tier
    facts: dict[str, Any]


async def lead_for(reader: User, lead_id: UUID) -> LeadView:
    """The lead as `reader` may see it; NotFound for everybody that it does not concern."""
    lead = await Lead.get_or_none(id=lead_id)
    if lead is None:
        raise NotFound
    if lead.client_id == reader.id:
        return (await seen_by_client([lead]))[0]
    if reader.role == Role.WORKER and await LeadRecipient.exists(lead_id=lead_id, worker_id=reader.id):
        return (await seen_by_worker([lead], reader.id))[0]
    if reader.is_staff and await concerns_staff(lead_id):
        return await seen_by_staff(lead, reader)
    raise NotFound


async def seen_by_worker(leads: Sequence[Lead], worker_id: UUID) -> list[LeadView]:
    """These leads, all sent to this handyman, each at the tier that he has reached."""
    ids = [lead.id for lead in leads]
    jobs = await jobs_of(leads)
    client_ids = {lead.client_id for lead in leads}
    history = await histories(client_ids)
    clients = await User.in_bulk(client_ids, "id")
    purchases = {row.lead_id: row for row in await LeadPurchase.filter(lead_id__in=ids, worker_id=worker_id)}
    talks = {row.lead_id: row for row in await Conversation.filter(lead_id__in=ids, worker_id=worker_id)}
    views = []
    for lead in leads:
        purchase, talk = purchases.get(lead.id), talks.get(lead.id)
        tier = tier_of(purchase, talk)
        facts = jobs[lead.id] | {
            "tier": int(tier),
            "price": pesos(lead.price),
            "other_recipients": jobs[lead.id]["recipients_count"] - 1,
            "client": history[lead.client_id].facts | known_of(clients[lead.client_id], tier, talk),
            "purchase": purchase and bought(purchase, talk),
        }
        if tier == Tier.ANSWERED and talk is not None and talk.contact is not None:
            facts |= {key: talk.contact.get(key) for key in ("address", "zip_code")}
        views.append(LeadView(lead, tier, facts))
    return views


def tier_of(purchase: LeadPurchase | None, talk: Conversation | None) -> Tier:
    if talk is not None and talk.contact_revealed_at is not None:
        return Tier.ANSWERED
    return Tier.NOT_BOUGHT if purchase is None else Tier.BOUGHT


def known_of(client: User, tier: Tier, talk: Conversation | None) -> dict[str, Any]:
    if tier == Tier.ANSWERED and talk is not None:
        return dict(talk.contact or {})
    return before_reveal(client) if tier == Tier.BOUGHT else {}


def bought(purchase: LeadPurchase, talk: Conversation | None) -> dict[str, Any]:
    return {
        "id": str(purchase.id),
        "status": purchase.status.value,
        "purchase_amount": pesos(purchase.purchase_amount),
        "is_free": purchase.is_free,
        "purchased_at": stamp(purchase.purchased_at),
        "refund_eligible_until": stamp(purchase.refund_eligible_until),
        "client_responded": purchase.client_responded,
        "refunded_at": stamp(purchase.refunded_at),
        "conversation_id": talk and str(talk.id),
    }


async def seen_by_client(leads: Sequence[Lead]) -> list[LeadView]:
    """These leads, as the client who sent them sees them."""
    jobs = await jobs_of(leads)
    ids = [lead.id for lead in leads]
    purchases = grouped(await LeadPurchase.filter(lead_id__in=ids))
    works = await works_of(ids)
    return [
        LeadView(
            lead,
            Tier.ANSWERED,
            jobs[lead.id]
            | {
                "address": lead.address,
                "zip_code": lead.zip_code,
                "cancelled_at": stamp(lead.cancelled_at),
                "purchases_count": len(purchases[lead.id]),
                "work": works.get(lead.id),
            },
        )
        for lead in leads
    ]


async def works_of(lead_ids: Sequence[UUID]) -> dict[UUID, str]:
    """How far the work is that came of each: "paid" while money is held for it, then "done"."""
    kept = EscrowPayment.filter(
        payment_request__conversation__lead_id__in=lead_ids,
        status__in=(EscrowStatus.HELD, EscrowStatus.RELEASED),
    )
    stages = await kept.values_list("payment_request__conversation__lead_id", "status")
    held = {lead_id for lead_id, status in stages if status == EscrowStatus.HELD}
    return {lead_id: "paid" if lead_id in held else "done" for lead_id, _ in stages}


async def seen_by_staff(lead: Lead, reader: User) -> LeadView:
    await AuditEntry.create(
        actor_id=reader.id, action="lead.read", subject_id=lead.id, created_at=await business_now()
    )
    client = await User.get(id=lead.client_id)
    own = (await seen_by_client([lead]))[0]
    contact = contact_of(client, address=lead.address, zip_code=lead.zip_code)
    return LeadView(lead, own.tier, own.facts | {"client": contact | {"id": str(client.id)}})


async def concerns_staff(lead_id: UUID) -> bool:
    """Staff read a lead when one of its conversations was flagged or is disputed (R-27), not out of curiosity."""
    return (
        await FlaggedConversation.filter(conversation__lead_id=lead_id).exists()
        or await Dispute.filter(escrow_payment__payment_request__conversation__lead_id=lead_id).exists()
    )


async def jobs_of(leads: Sequence[Lead]) -> dict[UUID, dict[str, Any]]:
    """The part of each lead that all its readers share."""
    ids = [lead.id for lead in leads]
    kept = LeadMedia.filter(lead_id__in=ids, upload__erased_at=None)
    media = grouped(await kept.order_by("sort_order").select_related("upload"))
    recipients = grouped(await LeadRecipient.filter(lead_id__in=ids).only("id", "lead_id"))
    return {lead.id: job_of(lead, media[lead.id], len(recipients[lead.id])) for lead in leads}


def job_of(lead: Lead, media: Iterable[LeadMedia], recipients_count: int) -> dict[str, Any]:
    return {
        "id": str(lead.id),
        "status": lead.status.value,
        "service_category": lead.service_category,
        "service_subcategory": lead.service_subcategory,
        "title": lead.title,
        "description": lead.description,
        "location_zone": lead.location_zone,
        "budget_min": pesos(lead.budget_min),
        "budget_max": pesos(lead.budget_max),
        "currency": "MXN",
        "urgency": lead.urgency.value,
        "preferred_time": lead.preferred_time.value,
        "deadline": lead.deadline and lead.deadline.isoformat(),
        "availability": lead.availability,
        "media": [shown(row.upload) | {"sort_order": row.sort_order} for row in media],
        "recipients_count": recipients_count,
        "created_at": stamp(lead.created_at),
        "expires_at": stamp(lead.expires_at),
    }


def grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    groups: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.lead_id].append(row)
    return groups
