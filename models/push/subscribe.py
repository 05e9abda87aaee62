"""Have this browser pushed when nobody looks at us."""

from dataclasses import dataclass
from uuid import UUID

from models.clock import real_now
from models.columns import new_id
from models.db import hold_one, transaction
from models.people.sessions import refuse_absent
from models.people.tables import Session, User
from models.push.endpoints import refuse_endpoint
from models.push.tables import PushSubscription

MOST = 10
"""Browsers of one person; another one takes the place of the one that was added first."""

SUBSCRIBE = """
INSERT INTO push_subscriptions (id, user_id, session_id, endpoint, p256dh, auth, label, created_at, failures)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)
ON CONFLICT (endpoint) DO UPDATE
SET user_id = excluded.user_id, session_id = excluded.session_id, p256dh = excluded.p256dh, auth = excluded.auth,
    label = excluded.label, failures = 0
RETURNING id
"""

# what another one is about to take over is not ours to wait for
FORGET_OLDEST = """
DELETE FROM push_subscriptions WHERE id IN (
    SELECT id FROM push_subscriptions WHERE user_id = $1 AND id <> $2
    ORDER BY created_at DESC, id DESC OFFSET $3 FOR UPDATE SKIP LOCKED
)
"""


@dataclass(frozen=True)
class Browser:
    """What `PushManager.subscribe` gave it."""

    endpoint: str
    p256dh: str
    auth: str
    label: str | None = None


async def subscribe(browser: Browser, *, by: User, session: Session) -> UUID:
    """The same endpoint again is the same row, and belongs to whoever came last. Raises PushServiceRefused."""
    refuse_endpoint(browser.endpoint)
    async with transaction() as tx:
        refuse_absent(await hold_one(User, by.id))
        rows = await tx.connection.execute_query_dict(
            SUBSCRIBE,
            [
                new_id(),
                by.id,
                session.id,
                browser.endpoint,
                browser.p256dh,
                browser.auth,
                (browser.label or "")[:300] or None,
                real_now(),
            ],
        )
        kept = UUID(str(rows[0]["id"]))
        await tx.connection.execute_query(FORGET_OLDEST, [by.id, kept, MOST - 1])
    return kept


async def kept_of(user_id: UUID) -> list[PushSubscription]:
    return await PushSubscription.filter(user_id=user_id).order_by("created_at", "id")
