"""A client describes a job and sends it to one to six handymen; those who aren't paused hear it at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from models import outbox, timers
from models.clock import MEXICO_CITY
from models.contact_details import refuse_contact_details
from models.db import current, find, hold_one, transaction
from models.errors import Refused
from models.idempotency import claim
from models.leads.access import seen_by_worker
from models.leads.tables import Lead, LeadMedia, LeadRecipient, LeadStatus, PreferredTime, Urgency
from models.notices.tell import tell
from models.people.sessions import refuse_absent
from models.people.tables import User, UserStatus
from models.people.verified import refuse_unverified
from models.uploads.attach import attach
from models.uploads.tables import MediaKind, Purpose
from models.workers.tables import ApprovalStatus, Service, WorkerProfile, ZipCode, Zone
from settings import settings

MOST_RECIPIENTS = 6
MOST_MEDIA = 10


class UnknownCategory(Refused):
    pass


class UnknownZone(Refused):
    pass


class ZipOutsideZone(Refused):
    """We know the zip code, and it lies in another alcaldía than the zone."""


class BudgetUpsideDown(Refused):
    pass


class DeadlinePast(Refused):
    pass


class RecipientsOneToSix(Refused):
    pass


class RecipientUnavailable(Refused):
    """Not (or no longer) an approved handyman."""


class TooManyMedia(Refused):
    pass


class TooManyOpenLeads(Refused):
    pass


@dataclass(frozen=True)
class Job:
    """What the client wrote."""

    service_category: str
    title: str
    description: str
    location_zone: str
    zip_code: str
    address: str
    service_subcategory: str | None = None
    budget_min: Decimal | None = None
    budget_max: Decimal | None = None
    urgency: Urgency = Urgency.REGULAR
    preferred_time: PreferredTime = PreferredTime.FLEXIBLE
    deadline: date | None = None
    availability: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class LeadSent:
    """Announced once per handyman who hears it; `facts` is the lead as tier 0 shows it."""

    worker_id: UUID
    facts: dict[str, Any]


async def create(
    job: Job, *, by: User, recipients: Sequence[UUID], media: Sequence[UUID] = (), key: str | None = None
) -> Lead:
    async with transaction() as tx:
        claimed = await claim(by.id, "lead.create", key, [job, recipients, media])
        if claimed.is_replay:
            return await find(Lead, id=claimed.result_id)
        await refuse_client(by)
        refuse_contact_details(title=job.title, description=job.description)
        await refuse_unknown(job)
        workers = await receiving(recipients)
        if len(media) > MOST_MEDIA:
            raise TooManyMedia(most=MOST_MEDIA)
        uploads = await attach(media, by=by.id, purpose=Purpose.LEAD, kinds=(MediaKind.IMAGE, MediaKind.VIDEO))
        now = await tx.now()
        if job.deadline is not None and job.deadline < now.astimezone(MEXICO_CITY).date():
            raise DeadlinePast
        lead = await Lead.create(
            client_id=by.id,
            **vars(job),
            price=settings().lead_price,
            created_at=now,
            expires_at=now + timedelta(days=settings().lead_days),
        )
        for order, upload in enumerate(uploads):
            await LeadMedia.create(
                lead_id=lead.id, upload_id=upload.id, media_type=upload.kind.value, sort_order=order
            )
        for position, worker in enumerate(workers, start=1):
            await LeadRecipient.create(lead_id=lead.id, worker_id=worker.user_id, position=position, sent_at=now)
        await timers.schedule("lead.expire", lead.id, lead.expires_at)
        await ring(lead, [worker.user_id for worker in workers if not worker.is_paused])
        await claimed.remember(lead.id)
        return lead


async def refuse_client(client: User) -> None:
    """R-01; held, since the session's user was read before, may be leaving and may send several at once."""
    person = await hold_one(User, client.id)
    refuse_absent(person)
    refuse_unverified(person)
    if await Lead.filter(client_id=person.id, status=LeadStatus.ACTIVE).count() >= settings().leads_open:
        raise TooManyOpenLeads(most=settings().leads_open)


async def refuse_unknown(job: Job) -> None:
    services = Service.filter(category=job.service_category)
    if job.service_subcategory is not None:
        services = services.filter(name=job.service_subcategory)
    if not await services.exists():
        raise UnknownCategory
    zone = await Zone.get_or_none(name=job.location_zone)
    if zone is None:
        raise UnknownZone
    known = await ZipCode.get_or_none(zip_code=job.zip_code).select_related("zone")
    if known is not None and known.zone.borough != zone.borough:
        raise ZipOutsideZone(borough=known.zone.borough)
    if job.budget_min is not None and job.budget_max is not None and job.budget_min > job.budget_max:
        raise BudgetUpsideDown


async def receiving(ids: Sequence[UUID]) -> list[WorkerProfile]:
    """The approved handymen behind `ids`, in that order; paused ones too (R-01)."""
    if not 1 <= len(ids) <= MOST_RECIPIENTS or len(set(ids)) != len(ids):
        raise RecipientsOneToSix(most=MOST_RECIPIENTS)
    profiles = await WorkerProfile.filter(user_id__in=ids, approval_status=ApprovalStatus.APPROVED)
    active = await User.filter(
        id__in=[profile.user_id for profile in profiles], status=UserStatus.ACTIVE, deleted_at=None
    ).values_list("id", flat=True)
    found = {profile.user_id: profile for profile in profiles if profile.user_id in set(active)}
    missing = [str(worker_id) for worker_id in ids if worker_id not in found]
    if missing:
        raise RecipientUnavailable(worker_ids=missing)
    return [found[worker_id] for worker_id in ids]


async def ring(lead: Lead, worker_ids: Sequence[UUID]) -> None:
    """Say it on every channel, always as tier 0 shows it (LEAD-07)."""
    for worker_id in sorted(worker_ids):
        [view] = await seen_by_worker([lead], worker_id)
        current().announce(LeadSent(worker_id, view.facts))
        told = ("title", "service_category", "location_zone", "urgency", "price", "other_recipients")
        await tell(worker_id, "lead.new", lead_id=str(lead.id), **{name: view.facts[name] for name in told})
    if worker_ids:
        await outbox.record(
            "lead.sent", lead_id=str(lead.id), worker_ids=[str(worker_id) for worker_id in worker_ids]
        )
