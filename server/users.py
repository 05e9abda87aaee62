"""People as others see them, and what one may change of oneself."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field
from quart import Blueprint, Response
from quart_schema import validate_request

from models.people.access import own_view, public_view
from models.people.leave import leave
from models.people.revise import revise
from models.people.set_profile_image import set_profile_image
from server.edge import asker, cookie_name, key_of, ok, signed_in
from server.fields import Body, Secret, Text
from server.limits import HOUR, limited, spend, spend_from_here

blueprint = Blueprint("users", __name__, url_prefix="/api/users")


class Revision(Body):
    full_name: Annotated[Text, Field(min_length=1, max_length=255)] | None = None
    locale: Literal["es-MX", "en"] | None = None
    opted_out: Annotated[list[Annotated[Text, Field(max_length=60)]], Field(max_length=60)] | None = None
    email: Annotated[Text, Field(max_length=254)] | None = None
    phone: Annotated[Text, Field(max_length=40)] | None = None
    password: Secret | None = None


class Face(Body):
    upload_id: UUID | None


@blueprint.post("/profile-image")
@signed_in()
@limited("profile.image", 30, per=HOUR)
@validate_request(Face)
async def profile_image(data: Face) -> tuple[Response, int]:
    """`upload_id` of an upload of purpose `profile`; null takes the picture away."""
    return ok(own_view(await set_profile_image(asker().id, data.upload_id)))


@blueprint.get("/<user_id>")
@signed_in()
async def user(user_id: str) -> tuple[Response, int]:
    return ok(await public_view(key_of(user_id), asker()))


@blueprint.patch("/profile")
@signed_in()
@limited("profile.revise", 60, per=HOUR)
@validate_request(Revision)
async def profile(data: Revision) -> tuple[Response, int]:
    """A new `email` or `phone` needs the `password`. A proven e-mail stays, with `new_email` beside it, until the
    link to the new one is followed; one's own `email` again lets go of the new one.
    """
    if data.password is not None:  # what may be guessed here is a password, and who has an account
        await spend_from_here("profile.reach", 20, per=HOUR)
        await spend("profile.reach", 10, per=HOUR, who=str(asker().id))
    return ok(own_view(await revise(asker().id, **data.model_dump())))


@blueprint.delete("/me")
@signed_in()
async def me() -> tuple[Response, int]:
    """Close the account; 409 while money is in it (R-30)."""
    await leave(asker().id)
    response, status = ok()
    response.delete_cookie(cookie_name(), path="/")
    return response, status
