"""What every endpoint shares: who asks, from where, with which key, and the shape of answers."""

import functools
from collections.abc import Awaitable, Callable
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from quart import Response, g, jsonify, request

from models.errors import Forbidden, Malformed, NotFound, Unauthorized
from models.people.sessions import AccountSuspended, authenticate
from models.people.tables import Role, Session, User
from settings import settings

P = ParamSpec("P")
R = TypeVar("R")


class OriginRefused(Forbidden):
    """A cookie write must come from our own pages (R-28)."""


def cookie_name() -> str:
    return settings().cookie_name


def own_origins() -> frozenset[str]:
    return settings().own_origins


def bearer_token() -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" and token else None


async def sign_in_request() -> tuple[User, Session]:
    """The user and session of this request, looked up once. Raises Unauthorized, OriginRefused."""
    if "user" not in g:
        token = bearer_token()
        if token is None:
            token = request.cookies.get(cookie_name())
            if token is not None:
                refuse_foreign_write()
        g.user, g.session = await authenticate(token)
    return g.user, g.session


async def perhaps_asker() -> User | None:
    """Who asks, where some things are for everybody."""
    try:
        return (await sign_in_request())[0]
    except (Unauthorized, AccountSuspended):
        return None


def refuse_foreign_write() -> None:
    """For requests that a browser could send by itself, with our cookie, from another site's page."""
    if request.method not in {"GET", "HEAD", "OPTIONS"} and request.headers.get("Origin") not in own_origins():
        raise OriginRefused


def signed_in(*roles: Role) -> Callable[[Callable[P, Awaitable[R]]], Callable[P, Awaitable[R]]]:
    """Endpoint decorator: somebody, or one of `roles`; the user is then `asker()` (SEC-04)."""

    def decorate(endpoint: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
        @functools.wraps(endpoint)
        async def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            user, _ = await sign_in_request()
            if roles and user.role not in roles:
                raise Forbidden
            return await endpoint(*args, **kwargs)

        return checked

    return decorate


def asker() -> User:
    """The signed-in user of this request; only behind `@signed_in()`."""
    user: User | None = g.get("user")
    if user is None:
        raise Unauthorized
    return user


def idempotency_key() -> str | None:
    return request.headers.get("Idempotency-Key")


def asked_page() -> dict[str, Any]:
    """`limit` and `cursor` of a list's query, as `models.listing.page` takes them."""
    try:
        return {"limit": int(request.args.get("limit", "20")), "cursor": request.args.get("cursor")}
    except ValueError:
        raise Malformed("limit is a number", field="limit") from None


def client_address() -> str:
    return (request.remote_addr or "unknown")[:45]


def key_of(text: str) -> UUID:
    """An id from a path; what is no id can't be found."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def ok(data: Any = None, status: int = 200) -> tuple[Response, int]:
    return jsonify({"success": True, "data": data}), status


def listed(items: list[Any], next_cursor: str | None = None) -> tuple[Response, int]:
    return ok({"items": items, "next_cursor": next_cursor})
