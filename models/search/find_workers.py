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
from models.search.reasons import reasons_for
from models.search.wanted import EVERYBODY, Order, Wanted
from models.sql import fetch
from models.workers.access import cards
from models.workers.catalogue import services_named, zones_that_cover
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
    sorted_by: Decimal
    trust: Decimal
    worker_id: UUID
    seen_at: datetime

    def __str__(self) -> str:
        moment = (self.seen_at - EPOCH) // timedelta(microseconds=1)
        return f"{int(self.is_paused)}_{self.sorted_by}_{self.trust}_{moment}_{self.worker_id}"

    @classmethod
    def read(cls, cursor: str) -> "Place":
        try:
            paused, sorted_by, trust, moment, key = cursor.split("_")
            seen_at = EPOCH + timedelta(microseconds=int(moment))
            place = cls(paused == "1", Decimal(sorted_by), Decimal(trust), UUID(key), seen_at)
            is_ours = 0 <= place.trust <= MOST_TRUSTED and abs(place.sorted_by) <= DEAREST
        except (ValueError, InvalidOperation, OverflowError):
            is_ours = False
        if not is_ours:
            raise Malformed("cursor is not one of ours", field="cursor")
        return place


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_TRUSTED = 100
DEAREST = 1_000_000
"""Where those stand who name no price, when the lowest price comes first."""


@dataclass(frozen=True)
class Found:
    items: list[dict[str, Any]]
    next_cursor: str | None
    loosen: str | None = None
    """Where nobody was found: without which of the filters somebody is."""


async def find_workers(wanted: Wanted = EVERYBODY, *, limit: int = 20, cursor: str | None = None) -> Found:
    """Approved, active handymen who offer it there: the paused after the others, the most trusted first in each.

    Trust is what reviews say (REV-13): stars, recommendations; the recent say more, and many say it more surely.
    It decides among equals where another order is wanted.
    """
    last = Place.read(cursor) if cursor is not None else None
    now = await business_now()
    seen_at = min(last.seen_at, now) if last else now
    limit = max(1, min(limit, MOST))
    rows = await _rows(wanted, seen_at, limit + 1, after=last)
    following = None
    if len(rows) > limit:
        end = rows[limit - 1]
        following = str(Place(end["is_paused"], end["sorted_by"], end["trust"], end["user_id"], seen_at))
    items = await shown([row["user_id"] for row in rows[:limit]], wanted)
    return Found(items, following, None if rows or last else await _to_loosen(wanted, seen_at))


async def _rows(
    wanted: Wanted, seen_at: datetime, limit: int, *, after: Place | None = None
) -> list[dict[str, Any]]:
    zones = await zones_that_cover(wanted.zone) if wanted.zone is not None else None
    services = await services_named(wanted.category, wanted.service) if wanted.names_work else None
    place = (after.is_paused, after.sorted_by, after.trust, after.worker_id) if after else (None,) * 4
    return await fetch(
        "search_workers",
        zones,
        services,
        seen_at,
        *NEUTRAL,
        HALF_AS_MUCH_AFTER_DAYS,
        *place,
        limit,
        wanted.min_rating,
        wanted.min_price,
        wanted.max_price,
        wanted.day,
        None if wanted.sort == Order.RELEVANCE else wanted.sort,
        -DEAREST,
    )


async def _to_loosen(wanted: Wanted, seen_at: datetime) -> str | None:
    for name, looser in wanted.looser().items():
        if await _rows(looser, seen_at, 1):
            return name
    return None


async def shown(worker_ids: list[UUID], wanted: Wanted) -> list[dict[str, Any]]:
    """Their cards: of the services first those that were looked for, and why they are shown."""
    users = await User.filter(id__in=worker_ids)
    profiles = {profile.user_id: profile for profile in await WorkerProfile.filter(user_id__in=worker_ids)}
    return [
        card
        | {
            "services": sorted(card["services"], key=lambda offered: not wanted.asks_for(offered)),
            "reasons": reasons_for(card, wanted),
        }
        for card in await cards(users, [profiles[worker_id] for worker_id in worker_ids])
    ]
