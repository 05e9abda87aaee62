"""The admin's desk for handymen who want to be let in."""

from typing import Annotated

from pydantic import Field
from quart import Blueprint, Response
from quart_schema import validate_querystring, validate_request

from models.people.tables import Role
from models.workers.access import decided_view
from models.workers.approval_queue import approval_queue
from models.workers.approve import approve
from models.workers.reject import reject
from models.workers.request_changes import request_changes
from models.workers.tables import RejectionReason
from server.edge import asker, key_of, listed, ok, signed_in
from server.fields import Body, Page, Text

blueprint = Blueprint("admin_workers", __name__, url_prefix="/api/admin")


class Rejection(Body):
    reason: RejectionReason
    detail: Annotated[Text, Field(max_length=2000)] | None = None


class Changes(Body):
    notes: Annotated[Text, Field(min_length=1, max_length=2000)]


@blueprint.get("/approval-queue")
@signed_in(Role.ADMIN)
@validate_querystring(Page)
async def queue(query_args: Page) -> tuple[Response, int]:
    return listed(*await approval_queue(**query_args.model_dump()))


@blueprint.patch("/workers/<worker_id>/approve")
@signed_in(Role.ADMIN)
async def approve_(worker_id: str) -> tuple[Response, int]:
    return ok(await decided_view(await approve(key_of(worker_id), by=asker().id)))


@blueprint.patch("/workers/<worker_id>/reject")
@signed_in(Role.ADMIN)
@validate_request(Rejection)
async def reject_(worker_id: str, data: Rejection) -> tuple[Response, int]:
    return ok(await decided_view(await reject(key_of(worker_id), data.reason, data.detail, by=asker().id)))


@blueprint.patch("/workers/<worker_id>/request-changes")
@signed_in(Role.ADMIN)
@validate_request(Changes)
async def request_changes_(worker_id: str, data: Changes) -> tuple[Response, int]:
    return ok(await decided_view(await request_changes(key_of(worker_id), data.notes, by=asker().id)))
