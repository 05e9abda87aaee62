"""The admin's switch: no money leaves until it is lifted; everything else goes on."""

from typing import Annotated, Any

from pydantic import Field, model_validator
from quart import Blueprint, Response
from quart_schema import validate_request

from models.outgoing.freeze import current_freeze, freeze, unfreeze
from models.outgoing.tables import Freeze
from models.people.tables import Role
from models.plain import stamp
from server.edge import asker, ok, signed_in
from server.fields import Body, Text

blueprint = Blueprint("admin_freeze", __name__, url_prefix="/api/admin/freeze")


class Switch(Body):
    on: bool
    reason: Annotated[Text, Field(min_length=1, max_length=500)] | None = None

    @model_validator(mode="after")
    def says_why(self) -> "Switch":
        if self.on and self.reason is None:
            raise ValueError("reason")
        return self


@blueprint.get("")
@signed_in(Role.ADMIN)
async def show() -> tuple[Response, int]:
    return ok(present(await current_freeze()))


@blueprint.patch("")
@signed_in(Role.ADMIN)
@validate_request(Switch)
async def change(data: Switch) -> tuple[Response, int]:
    """Sent again, it changes nothing. `is_quiet` says whether what was on its way has ended."""
    if not data.on:
        await unfreeze(by=asker().id)
        return ok(present(None))
    frozen, is_quiet = await freeze(str(data.reason), by=asker().id)
    return ok(present(frozen) | {"is_quiet": is_quiet})


def present(frozen: Freeze | None) -> dict[str, Any]:
    if frozen is None:
        return {"on": False}
    by = frozen.begun_by_id and str(frozen.begun_by_id)
    return {"on": True, "reason": frozen.reason, "by": by, "since": stamp(frozen.begun_at)}
