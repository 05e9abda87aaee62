"""The admin's hand on accounts."""

from typing import Annotated, Any

from pydantic import Field
from quart import Blueprint, Response
from quart_schema import validate_request

from models.people.reinstate import reinstate
from models.people.suspend import suspend
from models.people.tables import Role, User
from server.edge import asker, key_of, ok, signed_in
from server.fields import Body, Text

blueprint = Blueprint("admin_users", __name__, url_prefix="/api/admin/users")


class Suspension(Body):
    reason: Annotated[Text, Field(min_length=1, max_length=2000)]
    for_good: bool = False


class Reinstatement(Body):
    reason: Annotated[Text, Field(min_length=1, max_length=2000)]


@blueprint.patch("/<user_id>/suspend")
@signed_in(Role.ADMIN)
@validate_request(Suspension)
async def suspend_(user_id: str, data: Suspension) -> tuple[Response, int]:
    return ok(standing(await suspend(key_of(user_id), data.reason, by=asker().id, for_good=data.for_good)))


@blueprint.patch("/<user_id>/reinstate")
@signed_in(Role.ADMIN)
@validate_request(Reinstatement)
async def reinstate_(user_id: str, data: Reinstatement) -> tuple[Response, int]:
    return ok(standing(await reinstate(key_of(user_id), data.reason, by=asker().id)))


def standing(user: User) -> dict[str, Any]:
    return {"id": user.id, "email": user.email, "full_name": user.full_name, "status": user.status}
