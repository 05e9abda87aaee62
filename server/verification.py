"""Proving a mailbox and a phone, and getting back in without the password."""

from typing import Annotated

from pydantic import Field
from quart import Blueprint, Response
from quart_schema import validate_request

from models.people.forgot_password import forgot_password
from models.people.resend_verification import resend_verification
from models.people.reset_password import reset_password
from models.people.verify_email import verify_email
from server.edge import asker, ok, signed_in
from server.fields import Body, Secret, Text
from server.limits import HOUR, limited, spend, spend_from_here

blueprint = Blueprint("verification", __name__, url_prefix="/api/auth")


class Token(Body):
    token: Secret


class Address(Body):
    email: Annotated[Text, Field(max_length=254)]


class NewPassword(Body):
    password: Secret


@blueprint.post("/verify-email")
@validate_request(Token)
async def verify_email_(data: Token) -> tuple[Response, int]:
    await spend_from_here("verify-email", 30, per=HOUR)
    user = await verify_email(data.token)
    return ok({"email_verified": user.email_verified})


@blueprint.post("/verify-email/resend")
@signed_in()
@limited("verify-email.resend", 5, per=HOUR)
async def resend() -> tuple[Response, int]:
    await resend_verification(asker().id)
    return ok(status=202)


@blueprint.post("/forgot-password")
@validate_request(Address)
async def forgot(data: Address) -> tuple[Response, int]:
    """The same answer whether there is such an account or not (R-28)."""
    await spend_from_here("forgot-password", 20, per=HOUR)
    await spend("forgot-password", 5, per=HOUR, who=data.email.lower())
    await forgot_password(data.email)
    return ok(status=202)


@blueprint.post("/reset-password/<token>")
@validate_request(NewPassword)
async def reset(token: str, data: NewPassword) -> tuple[Response, int]:
    await spend_from_here("reset-password", 30, per=HOUR)
    await reset_password(token, data.password)
    return ok()
