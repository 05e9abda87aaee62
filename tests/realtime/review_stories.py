"""What happens to a review after the work, told as in stories.py."""

from models.reviews.dismiss_flags import dismiss_flags
from models.reviews.flag import flag
from models.reviews.leave_review import leave_review
from models.reviews.remove import remove
from models.reviews.respond import respond
from models.reviews.tables import FlagReason, Review
from tests import a, build_chat, build_payments, build_reviews
from tests.realtime.stories import both, tells
from tests.realtime.verify import Check


@tells("review.left", "review.answered", "review.removed", "review.flag_upheld", "review.flag_dismissed")
async def a_review_that_is_answered_reported_and_removed(check: Check) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await both(opened)
    done = await build_payments.confirmed_request(opened)
    agent, stranger = await a.support(), await a.client()

    async def praise() -> None:
        review = await leave_review(done.id, by=client, opinion=build_reviews.opinion())
        await respond(review.id, by=worker, response="Gracias")

    await check.talk(opened, praise)
    review = await Review.get()
    await flag(review.id, by=worker, reason=FlagReason.FAKE)
    await check.person(worker, lambda: dismiss_flags(review.id, by=agent))
    await flag(review.id, by=stranger, reason=FlagReason.FAKE)
    await check.talk(opened, lambda: remove(review.id, by=agent, reason=FlagReason.FAKE))
    other = await build_reviews.review()
    await flag(other.id, by=stranger, reason=FlagReason.FAKE)
    await check.person(stranger, lambda: remove(other.id, by=agent, reason=FlagReason.SPAM))
