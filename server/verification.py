"""Proving a mailbox and a phone, and getting back in without the password."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints
from quart import Blueprint, Response
from quart_schema import validate_request

from models.people.forgot_password import forgot_password
from models.people.resend_verification import resend_verification
from models.people.reset_password import reset_password
from models.people.verify_email import verify_email
from server.edge import asker, client_address, ok, signed_in
from server.fields import Body, Secret, Text
from server.limits import HOUR, limited, spend, spend_from_here
from server.phone_codes import check_phone_code, send_phone_code

blueprint = Blueprint("verification", __name__, url_prefix="/api/auth")


Code = Annotated[Text, StringConstraints(pattern=r"^[0-9]{6}$")]


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
    return ok()


@blueprint.post("/forgot-password")
@validate_request(Address)
async def forgot(data: Address) -> tuple[Response, int]:
    """The same answer whether there is such an account or not (R-28)."""
    await spend_from_here("forgot-password", 20, per=HOUR)
    await spend("forgot-password", 5, per=HOUR, who=data.email.lower())
    await forgot_password(data.email)
    return ok()


@blueprint.post("/reset-password/<token>")
@validate_request(NewPassword)
async def reset(token: str, data: NewPassword) -> tuple[Response, int]:
    await spend_from_here("reset-password", 30, per=HOUR)
    await reset_password(token, data.password)
    return ok()


class Sending(Body):
    channel: Literal["whatsapp", "sms"] = "whatsapp"
    code: Code | None = None


class Confirmation(Body):
    code: Code


@blueprint.post("/verify-phone")
@signed_in()
@limited("verify-phone", 20, per=HOUR)
@validate_request(Sending)
async def verify_phone(data: Sending) -> tuple[Response, int]:
    """Send a code; with `code`, an alias of confirm (C2)."""
    if data.code is not None:
        return await confirmed(data.code)
    await spend_from_here("verify-phone", 20, per=HOUR)
    code = await send_phone_code(asker(), data.channel, ip=client_address())
    return ok({"channel": code.channel, "expires_at": code.expires_at})


@blueprint.post("/verify-phone/confirm")
@signed_in()
@limited("verify-phone", 20, per=HOUR)
@validate_request(Confirmation)
async def confirm_phone(data: Confirmation) -> tuple[Response, int]:
    return await confirmed(data.code)


async def confirmed(code: str) -> tuple[Response, int]:
    await spend_from_here("verify-phone.confirm", 60, per=HOUR)
    user = await check_phone_code(asker(), code, ip=client_address())
    return ok({"phone_verified": user.phone_verified})
