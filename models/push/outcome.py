"""What became of a push, on its subscription."""

from uuid import UUID

from tortoise.expressions import F

from models.clock import real_now
from models.push.tables import PushSubscription

DROPPED_AFTER = 10
"""Failures one after the other: nobody listens there."""


async def worked(subscription_id: UUID) -> None:
    await PushSubscription.filter(id=subscription_id).update(last_ok_at=real_now(), failures=0)


async def gone(subscription_id: UUID) -> None:
    """Its browser listens no more."""
    await PushSubscription.filter(id=subscription_id).delete()


async def failed(subscription_id: UUID) -> bool:
    """Count it; whether this was one too many, and the subscription is no more."""
    await PushSubscription.filter(id=subscription_id).update(failures=F("failures") + 1)
    return bool(await PushSubscription.filter(id=subscription_id, failures__gte=DROPPED_AFTER).delete())
