"""Who waits for a decision, the longest first (ACC-08)."""

from typing import Any

from models.people.tables import User
from models.workers.access import cards
from models.workers.tables import ApprovalDecision, ApprovalStatus, WorkerProfile


async def approval_queue() -> list[dict[str, Any]]:
    """Each profile as it would be published, with what staff needs beside it to decide."""
    profiles = await WorkerProfile.filter(approval_status=ApprovalStatus.PENDING).order_by(
        "submitted_at", "user_id"
    )
    users = await User.filter(id__in=[profile.user_id for profile in profiles])
    by_id = {user.id: user for user in users}
    return [
        {
            **card,
            "email": by_id[profile.user_id].email,
            "phone": by_id[profile.user_id].phone,
            "registered_at": by_id[profile.user_id].created_at,
            "submitted_at": profile.submitted_at,
            "earlier_decisions": await earlier_decisions(profile),
        }
        for card, profile in zip(await cards(users, profiles), profiles, strict=True)
    ]


async def earlier_decisions(profile: WorkerProfile) -> list[dict[str, Any]]:
    rows = await ApprovalDecision.filter(worker_id=profile.user_id).order_by("-id")
    return [{"decision": row.decision, "reason": row.reason, "created_at": row.created_at} for row in rows]
