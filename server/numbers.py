"""One's own numbers."""

from quart import Blueprint, Response

from models.numbers.of_client import numbers_of_client
from models.numbers.of_worker import numbers_of_worker
from models.people.tables import Role
from server.edge import asker, ok, signed_in

blueprint = Blueprint("numbers", __name__, url_prefix="/api/numbers")


@blueprint.get("/worker")
@signed_in(Role.WORKER)
async def of_worker() -> tuple[Response, int]:
    return ok(await numbers_of_worker(asker()))


@blueprint.get("/client")
@signed_in(Role.CLIENT)
async def of_client() -> tuple[Response, int]:
    return ok(await numbers_of_client(asker()))
