"""Accounts and sessions."""

from typing import Annotated, Literal

from pydantic import Field
from quart import Blueprint, Response, g, request
from quart_schema import validate_request

from models.people.access import own_view, session_view
from models.people.log_in import log_in
from models.people.log_out import log_out
from models.people.register import register
from models.people.sessions import IDLE_FOR, open_sessions
from models.people.tables import Role, User
from server.edge import (
    OriginRefused,
    asker,
    bearer_token,
    client_address,
    cookie_name,
    key_of,
    listed,
    ok,
    own_origins,
    signed_in,
)
from server.fields import Body, Secret, Text
from server.limits import HOUR, MINUTE, forget, spend, spend_from_here
from settings import settings

blueprint = Blueprint("auth", __name__, url_prefix="/api/auth")

LOG_IN = ("login", 10)


class Registration(Body):
    email: Annotated[Text, Field(max_length=254)]
    password: Secret
    full_name: Annotated[Text, Field(min_length=1, max_length=255)]
    role: Literal["client", "worker"]
    phone: Annotated[Text, Field(max_length=40)]
    locale: Literal["es-MX", "en"] = "es-MX"


class Credentials(Body):
    email: Annotated[Text, Field(max_length=254)]
    password: Secret


@blueprint.post("/register")
@validate_request(Registration)
async def register_(data: Registration) -> tuple[Response, int]:
    refuse_foreign_page()
    await spend_from_here("register", 20, per=HOUR)
    given = data.model_dump() | {"role": Role(data.role)}
    user, token = await register(**given, ip=client_address(), user_agent=user_agent())
    return signed_in_as(user, token, 201)


@blueprint.post("/login")
@validate_request(Credentials)
async def login(data: Credentials) -> tuple[Response, int]:
    refuse_foreign_page()
    await spend_from_here("login", 60, per=15 * MINUTE)
    account = data.email.lower()
    await spend(*LOG_IN, per=15 * MINUTE, who=account)
    user, token = await log_in(data.email, data.password, ip=client_address(), user_agent=user_agent())
    await forget(*LOG_IN, per=15 * MINUTE, who=account)
    return signed_in_as(user, token)


@blueprint.post("/logout")
@signed_in()
async def logout() -> tuple[Response, int]:
    await log_out(asker().id, only=g.session.id)
    response, status = ok()
    response.delete_cookie(cookie_name(), path="/")
    return response, status


@blueprint.get("/me")
@signed_in()
async def me() -> tuple[Response, int]:
    response, status = ok(own_view(asker()))
    if bearer_token() is None:
        set_cookie(response, request.cookies[cookie_name()])  # the browser's thirty days begin anew, as ours do
    return response, status


@blueprint.get("/sessions")
@signed_in()
async def sessions() -> tuple[Response, int]:
    return listed([session_view(each, g.session) for each in await open_sessions(asker().id)])


@blueprint.delete("/sessions/<session_id>")
@signed_in()
async def end_session(session_id: str) -> tuple[Response, int]:
    await log_out(asker().id, only=key_of(session_id))
    return ok()


@blueprint.delete("/sessions")
@signed_in()
async def end_other_sessions() -> tuple[Response, int]:
    return ok({"ended": await log_out(asker().id, but=g.session.id)})


def refuse_foreign_page() -> None:
    """Another site must not sign a browser in as somebody of its choice: a cookie is set here.

    Browsers always send an Origin with such a request; programs send none and may pass.
    """
    origin = request.headers.get("Origin")
    if (origin is not None and origin not in own_origins()) or request.headers.get(
        "Sec-Fetch-Site"
    ) == "cross-site":
        raise OriginRefused


def signed_in_as(user: User, token: str, status: int = 200) -> tuple[Response, int]:
    response, status = ok({"user": own_view(user), "token": token}, status)
    set_cookie(response, token)
    return response, status


def set_cookie(response: Response, token: str) -> None:
    response.set_cookie(
        cookie_name(),
        token,
        max_age=IDLE_FOR,
        httponly=True,
        secure=settings().secure_cookies,
        samesite="Lax",
        path="/",
    )


def user_agent() -> str | None:
    return request.headers.get("User-Agent")
