"""The only way reviews reach an edge: found for one reader, and as that reader may see them."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.db import find
from models.errors import Malformed, NotFound
from models.listing import MOST, page
from models.people.tables import User
from models.reviews.names import public_name
from models.reviews.ratings import SUB_RATINGS
from models.reviews.tables import FlagStatus, Review, ReviewFlag, ReviewMedia
from models.uploads.shown import shown
from models.uploads.tables import UploadState
from models.workers.access import public_view


class Sort(StrEnum):
    NEWEST = "newest"
    HIGHEST = "highest"
    LOWEST = "lowest"


async def reviews_of(
    reader: User | None,
    worker_id: UUID,
    *,
    sort: Sort = Sort.NEWEST,
    limit: int = 20,
    cursor: str | None = None,
) -> tuple[list[Review], str | None]:
    """All of them, the bad ones too (REV-19); of a handyman who is public, or the reader's own."""
    if reader is None or not (reader.id == worker_id or reader.is_staff):
        await public_view(worker_id)
    there: QuerySet[Review] = Review.filter(worker_id=worker_id, removed_at=None)
    if sort is Sort.NEWEST:
        return await page(there, limit=limit, cursor=cursor)
    if cursor is not None:
        there = there.filter(after(cursor, sort))
    limit = max(1, min(limit, MOST))
    by_stars = "-overall_rating" if sort is Sort.HIGHEST else "overall_rating"
    found = await there.order_by(by_stars, "-id").limit(limit + 1)
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], f"{last.overall_rating}.{last.id}" if last else None


def after(cursor: str, sort: Sort) -> Q:
    """What comes after the review that `cursor` names; those with as many stars newest first."""
    stars, _, key = cursor.partition(".")
    try:
        rating, last = int(stars), UUID(key)
    except ValueError:
        raise Malformed("cursor is not one of ours", field="cursor") from None
    further = Q(overall_rating__lt=rating) if sort is Sort.HIGHEST else Q(overall_rating__gt=rating)
    return further | Q(overall_rating=rating, id__lt=last)


async def review_for(reader: User | None, review_id: UUID) -> Review:
    """A removed one is still seen by its two people and staff."""
    review = await find(Review, id=review_id)
    if review.removed_at is not None and not is_near(reader, review):
        raise NotFound
    return review


async def flagged_reviews(*, limit: int = 20, cursor: str | None = None) -> tuple[list[Review], str | None]:
    """Those that somebody reported and nobody has looked at."""
    waiting = ReviewFlag.filter(status=FlagStatus.PENDING).values_list("review_id", flat=True)
    return await page(Review.filter(id__in=await waiting), limit=limit, cursor=cursor)


def is_near(reader: User | None, review: Review) -> bool:
    return reader is not None and (reader.id in (review.client_id, review.worker_id) or reader.is_staff)


async def present(reader: User | None, *reviews: Review) -> list[dict[str, Any]]:
    """JSON-ready. In public no client's id, and the name only as the client chose (R-02)."""
    clients = {user.id: user for user in await User.filter(id__in={review.client_id for review in reviews})}
    photos = await photos_of(reviews)
    return [
        in_public(review, clients[review.client_id], photos.get(review.id, []))
        | (beside(reader, review) if is_near(reader, review) else {})
        for review in reviews
    ]


def in_public(review: Review, client: User, photos: list[dict[str, Any]]) -> dict[str, Any]:
    is_hidden = review.is_anonymous or client.deleted_at is not None
    return {
        "id": str(review.id),
        "worker_id": str(review.worker_id),
        "client_name": public_name(client.full_name, is_hidden=is_hidden),
        "is_anonymous": review.is_anonymous,
        "overall_rating": review.overall_rating,
        "title": review.title,
        "description": review.description,
        **{name: getattr(review, name) for name in SUB_RATINGS},
        "would_recommend": review.would_recommend,
        "would_hire_again": review.would_hire_again,
        "was_disputed": review.dispute_id is not None,
        "media": photos,
        "worker_response": review.worker_response,
        "worker_responded_at": review.worker_responded_at,
        "created_at": review.created_at,
    }


def beside(reader: User | None, review: Review) -> dict[str, Any]:
    """What its two people and staff see of it besides."""
    more: dict[str, Any] = {
        "payment_request_id": str(review.payment_request_id),
        "removed_at": review.removed_at,
        "removed_as": review.removed_as,
    }
    if reader is not None and reader.is_staff:
        more["client_id"] = str(review.client_id)
        more["removed_by"] = str(review.removed_by_id) if review.removed_by_id else None
    return more


async def photos_of(reviews: Sequence[Review]) -> dict[UUID, list[dict[str, Any]]]:
    rows = (
        await ReviewMedia.filter(review_id__in=[review.id for review in reviews])
        .exclude(upload__state=UploadState.REFUSED)
        .filter(upload__erased_at=None)
        .select_related("upload")
        .order_by("sort_order")
    )
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.review_id, []).append(shown(row.upload))
    return found


async def flags_on(*reviews: Review) -> dict[UUID, list[dict[str, Any]]]:
    """For staff: who reported it, why, and what became of that."""
    found: dict[UUID, list[dict[str, Any]]] = {}
    for flag in await ReviewFlag.filter(review_id__in=[review.id for review in reviews]).order_by("id"):
        found.setdefault(flag.review_id, []).append(present_flag(flag) | {"flagged_by": str(flag.flagged_by_id)})
    return found


def present_flag(flag: ReviewFlag) -> dict[str, Any]:
    return {
        "id": str(flag.id),
        "review_id": str(flag.review_id),
        "reason": flag.reason,
        "description": flag.description,
        "status": flag.status,
        "created_at": flag.created_at,
        "closed_at": flag.closed_at,
    }
