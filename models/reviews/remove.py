from uuid import UUID

from models.admin.audit_entry import audit
from models.db import hold_one, transaction
from models.notices.tell import tell
from models.people.sessions import refuse_absent
from models.people.tables import User
from models.reviews.close_flags import close_flags
from models.reviews.refusals import ReviewRemoved
from models.reviews.tables import FlagReason, FlagStatus, Review


async def remove(review_id: UUID, *, by: User, reason: FlagReason, notes: str | None = None) -> Review:
    """Nobody but its people and staff see it any more; the row stays, with who took it away and why."""
    async with transaction() as tx:
        refuse_absent(await hold_one(User, by.id))
        review = await hold_one(Review, review_id)
        if review.removed_at is not None:
            raise ReviewRemoved
        now = await tx.now()
        review.removed_at, review.removed_by_id, review.removed_as = now, by.id, reason
        await review.save(update_fields=["removed_at", "removed_by_id", "removed_as"])
        await audit(by.id, "review.removed", review.id, reason=reason.value, notes=notes)
        people = {review.client_id, review.worker_id}
        waiting = await close_flags(review, FlagStatus.UPHELD, by, now)
        for user_id in sorted(people | waiting):
            if user_id in people:
                await tell(user_id, "review.removed", review_id=str(review.id), reason=reason.value)
            else:
                await tell(user_id, "review.flag_upheld", review_id=str(review.id))
    return review
