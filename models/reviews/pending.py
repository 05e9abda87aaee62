from datetime import timedelta
from typing import Any

from tortoise import connections

from models.clock import business_now
from models.people.tables import Role, User

NUDGED_FOR = timedelta(days=30)
"""After that nobody is asked any more (TIM-14)."""

NEWEST_UNREVIEWED = """
SELECT r.id, r.conversation_id, r.worker_id, u.full_name, r.description, e.completion_confirmed_at
FROM payment_requests r
JOIN escrow_payments e ON e.payment_request_id = r.id
JOIN users u ON u.id = r.worker_id
WHERE r.client_id = $1 AND r.status = 'paid' AND e.status <> 'refunded' AND e.dispute_id IS NULL
  AND e.completion_confirmed_at > $2 AND u.deleted_at IS NULL
  AND NOT EXISTS (SELECT FROM reviews WHERE payment_request_id = r.id)
ORDER BY e.completion_confirmed_at DESC
LIMIT 1
"""


async def pending_review(reader: User | None) -> dict[str, Any] | None:
    """The last work of this client that waits for a review: a nudge, which forbids nothing (C27)."""
    if reader is None or reader.role is not Role.CLIENT:
        return None
    since = await business_now() - NUDGED_FOR
    rows = await connections.get("default").execute_query_dict(NEWEST_UNREVIEWED, [reader.id, since])
    if not rows:
        return None
    [row] = rows
    return {
        "payment_request_id": str(row["id"]),
        "conversation_id": str(row["conversation_id"]),
        "worker_id": str(row["worker_id"]),
        "worker_name": row["full_name"],
        "description": row["description"],
        "confirmed_at": row["completion_confirmed_at"],
        "expires_at": row["completion_confirmed_at"] + NUDGED_FOR,
    }
