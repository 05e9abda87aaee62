"""The desk for refunds that failed: sent again, or paid by hand."""

from typing import Annotated

from pydantic import Field
from quart import Blueprint, Response
from quart_schema import validate_querystring, validate_request

from models.payments.refund_access import present_refund, refunds_for_staff
from models.payments.refund_again import refund_again
from models.payments.refund_by_hand import refund_by_hand
from models.payments.tables import RefundStatus
from models.people.tables import Role
from server.edge import asker, idempotency_key, key_of, listed, ok, signed_in
from server.fields import Body, Page, Text

blueprint = Blueprint("admin_refunds", __name__, url_prefix="/api/admin/refunds")


class Wanted(Page):
    status: RefundStatus | None = None


class Note(Body):
    note: Annotated[Text, Field(min_length=1, max_length=500)]


@blueprint.get("")
@signed_in(Role.SUPPORT, Role.ADMIN)
@validate_querystring(Wanted)
async def queue(query_args: Wanted) -> tuple[Response, int]:
    return listed(*await refunds_for_staff(**query_args.model_dump()))


@blueprint.patch("/<refund_id>/again")
@signed_in(Role.ADMIN)
async def again(refund_id: str) -> tuple[Response, int]:
    return ok(present_refund(await refund_again(key_of(refund_id), by=asker(), key=idempotency_key())))


@blueprint.patch("/<refund_id>/by-hand")
@signed_in(Role.ADMIN)
@validate_request(Note)
async def by_hand(refund_id: str, data: Note) -> tuple[Response, int]:
    return ok(
        present_refund(await refund_by_hand(key_of(refund_id), data.note, by=asker(), key=idempotency_key()))
    )
