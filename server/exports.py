"""Everything that is kept about oneself, as a file."""

from quart import Blueprint, Response

from models.exports.access import export_for, present, written
from models.exports.ask import ask
from server.edge import asker, idempotency_key, key_of, ok, signed_in
from server.limits import HOUR, limited

blueprint = Blueprint("exports", __name__, url_prefix="/api/users/exports")


@blueprint.post("")
@signed_in()
@limited("data.export", 10, per=HOUR)
async def ask_for_data() -> tuple[Response, int]:
    return ok(present(await ask(by=asker().id, key=idempotency_key())), 201)


@blueprint.get("/<export_id>")
@signed_in()
@limited("data.fetch", 30, per=HOUR)
async def fetch(export_id: str) -> Response:
    entry = await export_for(asker(), key_of(export_id))
    response = Response(written(asker(), entry), content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="trustme-{entry.created_at:%Y-%m-%d}.json"'
    response.headers["Cache-Control"] = "no-store"
    response.timeout = None
    return response
