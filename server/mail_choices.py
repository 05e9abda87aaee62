"""The link at the foot of a mail: leave a kind of mail, from any device, without signing in."""

from quart import Blueprint, Response, request
from quart_schema import hide

from models.notices.compose import leave_page
from models.notices.unsubscribe import reader_of, unsubscribe
from server.edge import ok

blueprint = Blueprint("mail_choices", __name__)


@blueprint.get("/unsubscribe/<token>")
@hide
async def look(token: str) -> Response:
    """A look changes nothing: programs that scan mail follow links. The page asks once more."""
    reader, kind = await reader_of(token)
    return page(reader.locale, kind, done=False)


@blueprint.post("/unsubscribe/<token>")
async def leave(token: str) -> Response | tuple[Response, int]:
    """Also what mail programs post to for their own button (RFC 8058)."""
    kind = await unsubscribe(token)
    if not request.accept_mimetypes.accept_html:
        return ok({"kind": kind})
    reader, _ = await reader_of(token)
    return page(reader.locale, kind, done=True)


def page(locale: str, kind: str, *, done: bool) -> Response:
    response = Response(leave_page(locale, kind, done=done), content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
