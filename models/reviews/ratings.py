"""What reviews come to. Counted when asked, from the reviews themselves: nothing to keep in step."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from models.reviews.names import public_name
from models.sql import fetch

SNIPPETS = 2
SNIPPET_LENGTH = 160

SUB_RATINGS = (
    "quality_rating",
    "communication_rating",
    "punctuality_rating",
    "professionalism_rating",
    "value_rating",
)


async def ratings_of(worker_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """For each handyman's card: average, count, who would recommend, and the two newest in short (REV-12)."""
    figures = {row["worker_id"]: row for row in await fetch("ratings_of", list(worker_ids))}
    recent: dict[UUID, list[dict[str, Any]]] = {}
    for row in await fetch("newest_reviews", list(worker_ids), SNIPPETS):
        recent.setdefault(row["worker_id"], []).append(snippet(row))
    return {
        worker_id: rating(figures.get(worker_id)) | {"recent_reviews": recent.get(worker_id, [])}
        for worker_id in worker_ids
    }


def rating(row: dict[str, Any] | None) -> dict[str, Any]:
    if not row or not row["number"]:
        return {"rating": None, "review_count": 0, "recommended_percent": None}
    return {
        "rating": one_place(Decimal(row["stars"]) / row["number"]),
        "review_count": row["number"],
        "recommended_percent": percent(row["recommending"], row["number"]),
    }


async def summary_of(worker_id: UUID) -> dict[str, Any]:
    [row] = await fetch("review_summary", worker_id)
    return {
        **rating(row),
        "would_hire_again_percent": percent(row["hiring_again"], row["number"]),
        "by_stars": {str(stars): row[f"stars_{stars}"] for stars in range(5, 0, -1)},
        **{name: None if row[name] is None else one_place(row[name]) for name in SUB_RATINGS},
    }


def snippet(row: dict[str, Any]) -> dict[str, Any]:
    text = row["description"]
    return {
        "id": str(row["id"]),
        "overall_rating": row["overall_rating"],
        "title": row["title"],
        "text": text if len(text) <= SNIPPET_LENGTH else text[: SNIPPET_LENGTH - 1].rstrip() + "…",
        "client_name": public_name(
            row["full_name"], is_hidden=row["is_anonymous"] or row["deleted_at"] is not None
        ),
        "created_at": row["created_at"],
    }


def one_place(average: Decimal) -> str:
    return str(average.quantize(Decimal("0.1"), ROUND_HALF_UP))


def percent(part: int, whole: int) -> int | None:
    return int((Decimal(100 * part) / whole).quantize(Decimal(1), ROUND_HALF_UP)) if whole else None
