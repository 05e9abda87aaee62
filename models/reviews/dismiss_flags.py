from uuid import UUID

from models.admin.audit_entry import audit
from models.db import hold_one, transaction
from models.notices.tell import tell
from models.people.sessions import refuse_absent
from models.people.tables import User
from models.reviews.close_flags import close_flags
from models.reviews.refusals import NothingFlagged
from models.reviews.tables import FlagStatus, Review


async def dismiss_flags(review_id: UUID, *, by: User, notes: str | None = None) -> Review:
    """A legitimate review stays, and those who reported it hear so."""
    async with transaction() as tx:
        refuse_absent(await hold_one(User, by.id))
        review = await hold_one(Review, review_id)
        now = await tx.now()
        waiting = await close_flags(review, FlagStatus.DISMISSED, by, now)
        if not waiting:
            raise NothingFlagged
        await audit(by.id, "review.flags_dismissed", review.id, notes=notes)
        for user_id in sorted(waiting):
            await tell(user_id, "review.flag_dismissed", review_id=str(review.id))
    return review
