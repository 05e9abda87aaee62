"""The link at the foot of a mail: leave a kind of mail, from any device, without signing in."""

from quart import Blueprint, Response, redirect
from werkzeug.wrappers import Response as Redirect

from models.notices.unsubscribe import read_token, unsubscribe
from server.edge import ok

blueprint = Blueprint("mail_choices", __name__)


@blueprint.get("/unsubscribe/<token>")
async def look(token: str) -> Redirect:
    """A look changes nothing: programs that scan mail follow links. The page asks once more."""
    _, kind = read_token(token)
    return redirect(f"/mail?leave={token}&kind={kind}")


@blueprint.post("/unsubscribe/<token>")
async def leave(token: str) -> tuple[Response, int]:
    """Also what mail programs post to for their own button (RFC 8058)."""
    return ok({"kind": await unsubscribe(token)})
