"""The link in a withdrawal's mail: its owner says yes, from any device, without signing in."""

from quart import Blueprint, Response, request
from quart_schema import hide

from models.payouts.confirm import confirm_withdrawal, look_at
from models.payouts.page import confirmation_page
from server.edge import ok

blueprint = Blueprint("withdrawal_links", __name__)


@blueprint.get("/withdrawals/<token>")
@hide
async def look(token: str) -> Response:
    """A look confirms nothing: programs that scan mail follow links. The page asks once more."""
    return page(confirmation_page(*await look_at(token)))


@blueprint.post("/withdrawals/<token>")
async def confirm(token: str) -> Response | tuple[Response, int]:
    confirmed = await confirm_withdrawal(token)
    if not request.accept_mimetypes.accept_html:
        return ok({"id": confirmed.id, "status": confirmed.status})
    return page(confirmation_page(*await look_at(token)))


def page(body: str) -> Response:
    response = Response(body, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
