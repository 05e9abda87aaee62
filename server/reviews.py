"""What clients say of the work that they paid for."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictBool
from quart import Blueprint, Response
from quart_schema import validate_querystring, validate_request

from models.people.tables import Role
from models.reviews.access import Sort, present, present_flag, review_for, reviews_of
from models.reviews.flag import flag
from models.reviews.leave_review import MOST_PHOTOS, Opinion, leave_review
from models.reviews.ratings import summary_of
from models.reviews.respond import respond
from models.reviews.tables import FlagReason, Review
from server.edge import asker, idempotency_key, key_of, ok, perhaps_asker, signed_in
from server.fields import Body, Page, Text
from server.limits import HOUR, limited

blueprint = Blueprint("reviews", __name__, url_prefix="/api/reviews")

Stars = Annotated[int, Field(ge=1, le=5, strict=True)]


class NewReview(Body):
    """`media` are uploads of the client's, of purpose `review`."""

    payment_request_id: UUID
    overall_rating: Stars
    title: Annotated[Text, Field(min_length=10, max_length=100)]
    description: Annotated[Text, Field(min_length=100, max_length=1000)]
    would_recommend: StrictBool
    would_hire_again: StrictBool
    quality_rating: Stars | None = None
    communication_rating: Stars | None = None
    punctuality_rating: Stars | None = None
    professionalism_rating: Stars | None = None
    value_rating: Stars | None = None
    media: Annotated[list[UUID], Field(max_length=MOST_PHOTOS)] = []
    anonymous: StrictBool = False


class Reply(Body):
    worker_response: Annotated[Text, Field(min_length=1, max_length=500)]


class Report(Body):
    reason: FlagReason
    description: Annotated[Text, Field(min_length=1, max_length=1000)] | None = None


class Sorted(Page):
    sort: Sort = Sort.NEWEST


@blueprint.post("")
@signed_in(Role.CLIENT)
@limited("reviews.leave", 60, per=HOUR)
@validate_request(NewReview)
async def create(data: NewReview) -> tuple[Response, int]:
    said = data.model_dump(exclude={"payment_request_id", "media", "anonymous"})
    review = await leave_review(
        data.payment_request_id,
        by=asker(),
        opinion=Opinion(**said, is_anonymous=data.anonymous),
        media=data.media,
        key=idempotency_key(),
    )
    return await shown(review, 201)


@blueprint.get("/worker/<worker_id>")
@validate_querystring(Sorted)
async def of_worker(worker_id: str, query_args: Sorted) -> tuple[Response, int]:
    """All that weren't removed, `newest` first or by stars; `summary` is about all of them."""
    reader, key = await perhaps_asker(), key_of(worker_id)
    found, following = await reviews_of(reader, key, **query_args.model_dump())
    items = await present(reader, *found)
    return ok({"items": items, "next_cursor": following, "summary": await summary_of(key)})


@blueprint.get("/<review_id>")
async def one(review_id: str) -> tuple[Response, int]:
    return await shown(await review_for(await perhaps_asker(), key_of(review_id)))


@blueprint.post("/<review_id>/respond")
@signed_in(Role.WORKER)
@limited("reviews.respond", 60, per=HOUR)
@validate_request(Reply)
async def respond_(review_id: str, data: Reply) -> tuple[Response, int]:
    return await shown(
        await respond(key_of(review_id), by=asker(), response=data.worker_response, key=idempotency_key())
    )


@blueprint.post("/<review_id>/flag")
@signed_in()
@limited("reviews.flag", 30, per=HOUR)
@validate_request(Report)
async def flag_(review_id: str, data: Report) -> tuple[Response, int]:
    flagged = await flag(key_of(review_id), by=asker(), key=idempotency_key(), **data.model_dump())
    return ok(present_flag(flagged), 201)


async def shown(review: Review, status: int = 200) -> tuple[Response, int]:
    return ok((await present(await perhaps_asker(), review))[0], status)
