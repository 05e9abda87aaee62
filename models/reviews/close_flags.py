"""Support's answer to those who reported a review: it goes, or it stays (REV-14, REV-17)."""

from datetime import datetime
from uuid import UUID

from models.people.tables import User
from models.reviews.tables import FlagStatus, Review, ReviewFlag


async def close_flags(review: Review, status: FlagStatus, by: User, now: datetime) -> set[UUID]:
    """Who had reported it and waited for an answer."""
    waiting = ReviewFlag.filter(review_id=review.id, status=FlagStatus.PENDING)
    flagged_by = set(await waiting.values_list("flagged_by_id", flat=True))
    await waiting.update(status=status, closed_by_id=by.id, closed_at=now)
    return flagged_by  # type: ignore[return-value]  # ids, whatever tortoise thinks
