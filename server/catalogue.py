"""What may be chosen."""

from quart import Blueprint, Response

from models.workers.catalogue import all_services, all_zones
from server.edge import listed

blueprint = Blueprint("catalogue", __name__, url_prefix="/api")


@blueprint.get("/services")
async def services() -> tuple[Response, int]:
    return listed(await all_services())


@blueprint.get("/zones")
async def zones() -> tuple[Response, int]:
    return listed(await all_zones())
