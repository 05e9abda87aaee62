"""`sync` for those who have no socket (CHAT-03, R-25)."""

from quart import Blueprint, Response
from quart_schema import validate_request

from models.chat.payloads import Missed
from models.chat.sync import catch_up
from server.edge import asker, ok, signed_in

blueprint = Blueprint("sync", __name__, url_prefix="/api")


@blueprint.post("/sync")
@signed_in()
@validate_request(Missed)
async def sync_over_http(data: Missed) -> tuple[Response, int]:
    return ok(await catch_up(asker(), data))
