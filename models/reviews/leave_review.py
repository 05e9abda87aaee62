from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from models.chat.tables import Conversation
from models.chat.timeline import append_event
from models.columns import new_id
from models.db import find, hold, hold_one, transaction
from models.errors import Malformed, NotFound
from models.idempotency import claim
from models.notices.tell import tell
from models.outbox import record
from models.payments.confirm_complete import hold_escrow
from models.payments.tables import EscrowPayment, PaymentRequest
from models.people.sessions import refuse_absent
from models.people.tables import User
from models.reviews.refusals import AlreadyReviewed, WorkNotConfirmed, refuse_contact
from models.reviews.tables import Review, ReviewMedia
from models.uploads.attach import attach
from models.uploads.tables import MediaKind, Purpose, Upload

MOST_PHOTOS = 10


@dataclass(frozen=True)
class Opinion:
    """What the client says of the work; `is_anonymous` hides the name from everybody else."""

    overall_rating: int
    title: str
    description: str
    would_recommend: bool
    would_hire_again: bool
    quality_rating: int | None = None
    communication_rating: int | None = None
    punctuality_rating: int | None = None
    professionalism_rating: int | None = None
    value_rating: int | None = None
    is_anonymous: bool = False


async def leave_review(
    request_id: UUID, *, by: User, opinion: Opinion, media: Sequence[UUID] = (), key: str | None = None
) -> Review:
    """Say, once and for good, how the work was; published at once (REV-01, REV-10)."""
    async with transaction() as tx:
        claimed = await claim(by.id, "reviews.leave", key, [request_id, asdict(opinion), list(media)])
        if claimed.is_replay:
            return await find(Review, id=claimed.result_id)
        refuse_absent(await hold_one(User, by.id))
        request = await hold_one(PaymentRequest, request_id)
        if request.client_id != by.id:
            raise NotFound
        escrow = await hold_escrow(request)
        conversation = await hold_one(Conversation, request.conversation_id)
        if len(media) > MOST_PHOTOS:
            raise Malformed("Too many photos", field="media", most=MOST_PHOTOS)
        await hold(Upload, *media)
        await refuse(request, escrow)
        refuse_contact(title=opinion.title, description=opinion.description)
        await attach(media, by=by.id, purpose=Purpose.REVIEW, kinds=[MediaKind.IMAGE])
        review = await Review.create(
            id=new_id(),
            payment_request_id=request.id,
            client_id=by.id,
            worker_id=request.worker_id,
            dispute_id=escrow.dispute_id,
            created_at=await tx.now(),
            **asdict(opinion),
        )
        await show(review, media)
        await claimed.remember(review.id)
        await say(review, conversation)
    return review


async def refuse(request: PaymentRequest, escrow: EscrowPayment) -> None:
    if escrow.completion_confirmed_at is None:
        raise WorkNotConfirmed
    earlier = await Review.get_or_none(payment_request_id=request.id)
    if earlier is not None:
        raise AlreadyReviewed(review_id=str(earlier.id))


async def show(review: Review, media: Sequence[UUID]) -> None:
    for place, upload_id in enumerate(media):
        await ReviewMedia.create(
            id=new_id(),
            review_id=review.id,
            upload_id=upload_id,
            sort_order=place,
            created_at=review.created_at,
        )


async def say(review: Review, conversation: Conversation) -> None:
    """Both sides see in their conversation who reviewed whom (REV-19), unless they deleted it."""
    facts = {
        "review_id": str(review.id),
        "payment_request_id": str(review.payment_request_id),
        "overall_rating": review.overall_rating,
        "title": review.title,
    }
    if conversation.deleted_at is None:
        await append_event(conversation, "review.left", by=review.client_id, **facts)
    facts["conversation_id"] = str(conversation.id)
    await tell(review.worker_id, "review.left", **facts)
    people = {"client_id": str(review.client_id), "worker_id": str(review.worker_id)}
    await record("review.left", **people, **facts)
