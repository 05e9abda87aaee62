from uuid import UUID

from models.db import find, hold_one, transaction
from models.errors import NotFound
from models.idempotency import claim
from models.notices.tell import tell
from models.people.sessions import refuse_absent
from models.people.tables import User
from models.reviews.refusals import AlreadyResponded, refuse_contact
from models.reviews.tables import Review


async def respond(review_id: UUID, *, by: User, response: str, key: str | None = None) -> Review:
    """The handyman's one word under a review (REV-16)."""
    async with transaction() as tx:
        claimed = await claim(by.id, "reviews.respond", key, [review_id, response])
        if claimed.is_replay:
            return await find(Review, id=review_id)
        refuse_absent(await hold_one(User, by.id))
        review = await hold_one(Review, review_id)
        if review.worker_id != by.id or review.removed_at is not None:
            raise NotFound
        if review.worker_response is not None:
            raise AlreadyResponded
        refuse_contact(worker_response=response)
        review.worker_response, review.worker_responded_at = response, await tx.now()
        await review.save(update_fields=["worker_response", "worker_responded_at"])
        await claimed.remember(review.id)
        await tell(review.client_id, "review.answered", review_id=str(review.id), worker_id=str(review.worker_id))
    return review
