"""Browsers that may be pushed now: their session is open, and whose it is may use it."""

from collections.abc import Collection
from uuid import UUID

from tortoise.queryset import QuerySet

from models.clock import real_now
from models.people.sessions import IDLE_FOR
from models.people.tables import UserStatus
from models.push.tables import PushSubscription


async def live_subscriptions(user_ids: Collection[UUID]) -> list[PushSubscription]:
    return await _live().filter(user_id__in=list(user_ids)).order_by("id") if user_ids else []


async def live_subscription(subscription_id: UUID) -> PushSubscription | None:
    """With its user; None when it was taken back, or its session or account ended."""
    return await _live().get_or_none(id=subscription_id).select_related("user")


def _live() -> QuerySet[PushSubscription]:
    return PushSubscription.filter(
        session__ended_at=None,
        session__last_seen_at__gt=real_now() - IDLE_FOR,
        user__status=UserStatus.ACTIVE,
        user__deleted_at=None,
    )
