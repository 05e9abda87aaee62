"""A handyman's own numbers, by weeks as his budget counts them (ANA-04)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from models.clock import MEXICO_CITY, business_now, week_ends_at, week_of
from models.people.tables import User
from models.plain import pesos
from models.reviews.ratings import ratings_of
from models.sql import fetch

WEEKS = 12
WEEK = timedelta(days=7)


async def numbers_of_worker(worker: User) -> dict[str, Any]:
    """Oldest week first; the last one is still running."""
    this = week_of(await business_now())
    mondays = [this - WEEK * back for back in reversed(range(WEEKS))]
    rows = await fetch("worker_weeks", worker.id, [begins(day) for day in mondays], [ends(day) for day in mondays])
    said = (await ratings_of([worker.id]))[worker.id]
    return {
        "weeks": [shown(day, row) for day, row in zip(mondays, rows, strict=True)],
        "totals": totals(rows),
        "rating": said["rating"],
        "review_count": said["review_count"],
    }


def begins(monday: date) -> datetime:
    return datetime(monday.year, monday.month, monday.day, tzinfo=MEXICO_CITY).astimezone(UTC)


def ends(monday: date) -> datetime:
    return week_ends_at(monday)


def shown(monday: date, row: dict[str, Any]) -> dict[str, Any]:
    minutes = row["answers_in"]
    return {
        "week": monday.isoformat(),
        **{name: row[name] for name in ("bought", "answered", "hired")},
        "spent": pesos(row["spent"]),
        "earned": pesos(row["earned"]),
        "answers_in_minutes": None if minutes is None else max(1, round(minutes / 60)),
    }


def totals(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """`conversion`: of a hundred bought contacts, how many were paid for."""
    counts = {name: sum(row[name] for row in rows) for name in ("bought", "answered", "hired")}
    return {
        **counts,
        "spent": pesos(sum((row["spent"] for row in rows), Decimal(0))),
        "earned": pesos(sum((row["earned"] for row in rows), Decimal(0))),
        "conversion": round(100 * counts["hired"] / counts["bought"]) if counts["bought"] else None,
    }
