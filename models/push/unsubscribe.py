"""Push this browser no more."""

from uuid import UUID

from models.errors import NotFound
from models.push.tables import PushSubscription


async def unsubscribe(subscription_id: UUID, *, by: UUID) -> None:
    """Raises NotFound for another person's, and for one that is gone."""
    if not await PushSubscription.filter(id=subscription_id, user_id=by).delete():
        raise NotFound
