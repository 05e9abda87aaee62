"""Which handymen a client is shown, and in which order: ranking (RANK-01 …) takes its place here."""

from typing import Any
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models.errors import Malformed
from models.listing import MOST
from models.people.tables import User, UserStatus
from models.workers.access import cards
from models.workers.catalogue import zones_that_cover
from models.workers.tables import ApprovalStatus, WorkerProfile, WorkerService


async def find_workers(
    *,
    category: str | None = None,
    service: str | None = None,
    zone: str | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> tuple[list[dict[str, Any]], str | None]:
    """Approved, active handymen who offer it there: the paused after the others, the newest first in each."""
    found = WorkerProfile.filter(
        approval_status=ApprovalStatus.APPROVED,
        user_id__in=Subquery(User.filter(status=UserStatus.ACTIVE, deleted_at=None).values("id")),
    )
    if zone is not None:
        found = found.filter(service_areas__overlap=await zones_that_cover(zone))
    if category is not None or service is not None:
        found = found.filter(user_id__in=Subquery(offering(category, service)))
    if cursor is not None:
        found = found.filter(after(cursor))
    limit = max(1, min(limit, MOST))
    page = await found.order_by("is_paused", "-user_id").limit(limit + 1)
    shown = page[:limit]
    users = await User.filter(id__in=[each.user_id for each in shown])
    following = f"{int(shown[-1].is_paused)}.{shown[-1].user_id}" if len(page) > limit else None
    return await cards(users, shown), following


def offering(category: str | None, service: str | None) -> QuerySet[Any]:
    matching = WorkerService.all()
    if category is not None:
        matching = matching.filter(service__category=category)
    if service is not None:
        matching = matching.filter(service__name=service)
    return matching.values("worker_id")  # type: ignore[return-value]


def after(cursor: str) -> Q:
    """What comes after the row that `cursor` names, in the order above."""
    paused, _, key = cursor.partition(".")
    try:
        last = UUID(key)
    except ValueError:
        raise Malformed("cursor is not one of ours", field="cursor") from None
    same = Q(is_paused=paused == "1") & Q(user_id__lt=last)
    return same if paused == "1" else same | Q(is_paused=True)
