"""Which handymen a client is shown, and in which order: ranking (RANK-01 …) takes its place here."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from models.clock import business_now
from models.errors import Malformed
from models.listing import MOST
from models.people.tables import User
from models.sql import fetch
from models.workers.access import cards
from models.workers.catalogue import zones_that_cover
from models.workers.tables import WorkerProfile

NEUTRAL = (5.0, 4.0, 0.8)
"""How many reviews, of how many stars and how many of them recommending, everybody is trusted with at first.

Few reviews move little away from it, many speak for themselves: who is new stands in the middle, not at the end.
"""
HALF_AS_MUCH_AFTER_DAYS = 365.0


@dataclass(frozen=True)
class Place:
    """Where a page ended. All pages look from the moment of the first, so that age moves nobody between them."""

    is_paused: bool
    trust: Decimal
    worker_id: UUID
    seen_at: datetime

    def __str__(self) -> str:
        moment = (self.seen_at - EPOCH) // timedelta(milliseconds=1)
        return f"{int(self.is_paused)}_{self.trust}_{moment}_{self.worker_id}"

    @classmethod
    def read(cls, cursor: str) -> "Place":
        try:
            paused, trust, moment, key = cursor.split("_")
            seen_at = EPOCH + timedelta(milliseconds=int(moment))
            place = cls(paused == "1", Decimal(trust), UUID(key), seen_at)
            is_ours = 0 <= place.trust <= MOST_TRUSTED
        except (ValueError, InvalidOperation, OverflowError):
            is_ours = False
        if not is_ours:
            raise Malformed("cursor is not one of ours", field="cursor")
        return place


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_TRUSTED = 100


async def find_workers(
    *,
    category: str | None = None,
    service: str | None = None,
    zone: str | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> tuple[list[dict[str, Any]], str | None]:
    """Approved, active handymen who offer it there: the paused after the others, the most trusted first in each.

    Trust is what reviews say (REV-13): stars, recommendations; the recent say more, and many say it more surely.
    """
    last = Place.read(cursor) if cursor is not None else None
    now = await business_now()
    seen_at = min(last.seen_at, now) if last else now
    limit = max(1, min(limit, MOST))
    zones = await zones_that_cover(zone) if zone is not None else None
    after = (last.is_paused, last.trust, last.worker_id) if last else (None, None, None)
    rows = await fetch(
        "search_workers",
        zones,
        category,
        service,
        seen_at,
        *NEUTRAL,
        HALF_AS_MUCH_AFTER_DAYS,
        *after,
        limit + 1,
    )
    following = None
    if len(rows) > limit:
        end = rows[limit - 1]
        following = str(Place(end["is_paused"], end["trust"], end["user_id"], seen_at))
    return await shown([row["user_id"] for row in rows[:limit]]), following


async def shown(worker_ids: list[UUID]) -> list[dict[str, Any]]:
    users = await User.filter(id__in=worker_ids)
    profiles = {profile.user_id: profile for profile in await WorkerProfile.filter(user_id__in=worker_ids)}
    return await cards(users, [profiles[worker_id] for worker_id in worker_ids])
