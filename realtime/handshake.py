"""Who opens a socket: by token, or by cookie from our own pages (R-28)."""

from http.cookies import CookieError, SimpleCookie
from typing import Any

from models.errors import Unauthorized
from models.people.sessions import authenticate
from models.people.tables import Session, User
from settings import settings


async def sign_in(environ: dict[str, Any], auth: Any) -> tuple[User, Session]:
    """The person behind a handshake. Raises Unauthorized or AccountSuspended."""
    return await authenticate(_token(environ, auth))


def _token(environ: dict[str, Any], auth: Any) -> str | None:
    if isinstance(auth, dict) and auth.get("token") is not None:
        token = auth["token"]
        if not isinstance(token, str):
            raise Unauthorized
        return token
    scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return str(token)
    if environ.get("HTTP_ORIGIN") not in settings().own_origins:
        raise Unauthorized
    return _cookie(environ.get("HTTP_COOKIE", ""))


def _cookie(header: str) -> str | None:
    try:
        morsel = SimpleCookie(header).get(settings().cookie_name)
    except CookieError:
        return None
    return morsel.value if morsel else None
