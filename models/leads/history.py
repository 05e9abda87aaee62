"""What a handyman may know of a client before buying: numbers, never words that identify (C49)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from tortoise.functions import Count, Sum

from models.clock import MEXICO_CITY
from models.leads.tables import Lead
from models.payments.tables import PaymentRequest, RequestStatus
from models.people.tables import User
from models.reviews.tables import Review


@dataclass(frozen=True)
class ClientHistory:
    leads_sent: int
    jobs_paid: int
    reviews_left: int
    average_rating_given: Decimal | None
    member_since: str
    """Year and month, in Mexico City."""

    @property
    def facts(self) -> dict[str, Any]:
        average = self.average_rating_given
        return {
            "is_new": self.leads_sent <= 1 and self.jobs_paid == 0,
            "leads_sent": self.leads_sent,
            "jobs_paid": self.jobs_paid,
            "reviews_left": self.reviews_left,
            "average_rating_given": None if average is None else f"{average:.1f}",
            "member_since": self.member_since,
        }


async def histories(client_ids: Iterable[UUID]) -> dict[UUID, ClientHistory]:
    """The histories of these clients, in four queries however many they are."""
    ids = list(set(client_ids))
    clients = await User.filter(id__in=ids).only("id", "created_at")
    leads = await counted(Lead.filter(client_id__in=ids))
    jobs = await counted(PaymentRequest.filter(client_id__in=ids, status=RequestStatus.PAID))
    reviews = await counted(Review.filter(client_id__in=ids, removed_at=None))
    stars = dict(
        await Review.filter(client_id__in=ids, removed_at=None)
        .annotate(stars=Sum("overall_rating"))  # tortoise's Avg of whole numbers is a whole number
        .group_by("client_id")
        .values_list("client_id", "stars")
    )
    return {
        client.id: ClientHistory(
            leads_sent=leads.get(client.id, 0),
            jobs_paid=jobs.get(client.id, 0),
            reviews_left=reviews.get(client.id, 0),
            average_rating_given=Decimal(stars[client.id]) / reviews[client.id] if client.id in stars else None,
            member_since=client.created_at.astimezone(MEXICO_CITY).strftime("%Y-%m"),
        )
        for client in clients
    }


async def counted(rows: Any) -> dict[UUID, int]:
    return dict(await rows.annotate(number=Count("id")).group_by("client_id").values_list("client_id", "number"))
