"""Who operates this place, for the pages that must say it."""

from quart import Blueprint, Response

from server.edge import ok
from settings import settings

blueprint = Blueprint("about", __name__, url_prefix="/api/about")


@blueprint.get("")
async def about() -> tuple[Response, int]:
    """`operator` is null until all of it is known: half an answer to "who has my data" is none."""
    now = settings()
    operator = {"name": now.legal_name, "address": now.legal_address, "email": now.privacy_email}
    return ok({"operator": operator if all(operator.values()) else None})
