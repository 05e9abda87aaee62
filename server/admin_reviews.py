"""Support looks at reviews that somebody reported."""

from typing import Annotated, Any

from pydantic import Field
from quart import Blueprint, Response
from quart_schema import validate_request

from models.people.tables import Role
from models.reviews.access import flagged_reviews, flags_on, present
from models.reviews.dismiss_flags import dismiss_flags
from models.reviews.remove import remove
from models.reviews.tables import FlagReason, Review
from server.edge import asked_page, asker, key_of, listed, ok, signed_in
from server.fields import Body, Text

blueprint = Blueprint("admin_reviews", __name__, url_prefix="/api/admin/reviews")


class Notes(Body):
    """For staff alone."""

    notes: Annotated[Text, Field(min_length=1, max_length=2000)] | None = None


class Removal(Notes):
    reason: FlagReason


@blueprint.get("/flagged")
@signed_in(Role.SUPPORT, Role.ADMIN)
async def flagged() -> tuple[Response, int]:
    found, following = await flagged_reviews(**asked_page())
    return listed(await with_flags(*found), following)


@blueprint.patch("/<review_id>/remove")
@signed_in(Role.SUPPORT, Role.ADMIN)
@validate_request(Removal)
async def remove_(review_id: str, data: Removal) -> tuple[Response, int]:
    removed = await remove(key_of(review_id), by=asker(), reason=data.reason, notes=data.notes)
    return ok((await with_flags(removed))[0])


@blueprint.patch("/<review_id>/dismiss-flags")
@signed_in(Role.SUPPORT, Role.ADMIN)
@validate_request(Notes)
async def dismiss(review_id: str, data: Notes) -> tuple[Response, int]:
    stays = await dismiss_flags(key_of(review_id), by=asker(), notes=data.notes)
    return ok((await with_flags(stays))[0])


async def with_flags(*reviews: Review) -> list[dict[str, Any]]:
    flags = await flags_on(*reviews)
    shown = await present(asker(), *reviews)
    return [each | {"flags": flags.get(review.id, [])} for each, review in zip(shown, reviews, strict=True)]
