"""Who waits for a decision, the longest first (ACC-08)."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from models.errors import Malformed
from models.listing import MOST
from models.people.tables import User
from models.workers.access import cards
from models.workers.tables import ApprovalDecision, ApprovalStatus, WorkerProfile


async def approval_queue(*, limit: int = 20, cursor: str | None = None) -> tuple[list[dict[str, Any]], str | None]:
    """Each profile as it would be published, with what staff needs beside it to decide."""
    waiting = WorkerProfile.filter(approval_status=ApprovalStatus.PENDING)
    if cursor is not None:
        waiting = waiting.filter(_after(cursor))
    limit = max(1, min(limit, MOST))
    page = await waiting.order_by("submitted_at", "user_id").limit(limit + 1)
    profiles = page[:limit]
    users = await User.filter(id__in=[profile.user_id for profile in profiles])
    by_id = {user.id: user for user in users}
    decisions = await _decisions(profiles)
    items = [
        {
            **card,
            "email": by_id[profile.user_id].email,
            "phone": by_id[profile.user_id].phone,
            "registered_at": by_id[profile.user_id].created_at,
            "submitted_at": profile.submitted_at,
            "earlier_decisions": decisions.get(profile.user_id, []),
        }
        for card, profile in zip(await cards(users, profiles), profiles, strict=True)
    ]
    last = profiles[-1] if len(page) > limit else None
    return items, _name(last) if last else None


def _name(profile: WorkerProfile) -> str:
    """A cursor that needs no escaping in an address."""
    assert profile.submitted_at  # noqa: S101 - it is pending
    return f"{profile.submitted_at.isoformat().replace('+00:00', 'Z')}~{profile.user_id}"


def _after(cursor: str) -> Q:
    moment, _, key = cursor.partition("~")
    try:
        submitted_at, last = datetime.fromisoformat(moment).astimezone(UTC), UUID(key)
    except (ValueError, OverflowError):
        raise Malformed("cursor is not one of ours", field="cursor") from None
    return Q(submitted_at__gt=submitted_at) | Q(submitted_at=submitted_at) & Q(user_id__gt=last)


async def _decisions(profiles: list[WorkerProfile]) -> dict[UUID, list[dict[str, Any]]]:
    """What was decided before, latest first, by handyman."""
    rows = await ApprovalDecision.filter(worker_id__in=[profile.user_id for profile in profiles]).order_by("-id")
    decided: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        told = {"decision": row.decision, "reason": row.reason, "created_at": row.created_at}
        decided.setdefault(row.worker_id, []).append(told)
    return decided
