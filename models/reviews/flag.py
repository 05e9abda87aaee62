from uuid import UUID

from models.columns import new_id
from models.db import find, hold_one, transaction
from models.errors import NotFound
from models.idempotency import claim
from models.people.sessions import refuse_absent
from models.people.tables import User
from models.reviews.refusals import AlreadyFlagged, OwnReview
from models.reviews.tables import FlagReason, Review, ReviewFlag


async def flag(
    review_id: UUID, *, by: User, reason: FlagReason, description: str | None = None, key: str | None = None
) -> ReviewFlag:
    """Ask support to look at a review; once per person (REV-14)."""
    async with transaction() as tx:
        claimed = await claim(by.id, "reviews.flag", key, [review_id, reason, description])
        if claimed.is_replay:
            return await find(ReviewFlag, id=claimed.result_id)
        refuse_absent(await hold_one(User, by.id))
        review = await hold_one(Review, review_id)
        if review.removed_at is not None:
            raise NotFound
        if review.client_id == by.id:
            raise OwnReview
        if await ReviewFlag.exists(review_id=review.id, flagged_by_id=by.id):
            raise AlreadyFlagged
        flagged = await ReviewFlag.create(
            id=new_id(),
            review_id=review.id,
            flagged_by_id=by.id,
            reason=reason,
            description=description,
            created_at=await tx.now(),
        )
        await claimed.remember(flagged.id)
    return flagged
