from typing import Annotated
from uuid import UUID

from pydantic import Field
from quart import Blueprint, Response
from quart_schema import validate_request

from models.disputes.access import dispute_for, present
from models.disputes.open import open_dispute
from models.disputes.tables import DisputeType
from server.edge import asker, idempotency_key, key_of, ok, signed_in
from server.fields import Body, Text
from server.limits import HOUR, limited

blueprint = Blueprint("disputes", __name__, url_prefix="/api/disputes")


class Report(Body):
    payment_request_id: UUID
    dispute_type: DisputeType
    description: Annotated[Text, Field(min_length=1, max_length=5000)]
    desired_resolution: Annotated[Text, Field(min_length=1, max_length=2000)] | None = None


@blueprint.post("")
@signed_in()
@limited("disputes.open", 30, per=HOUR)
@validate_request(Report)
async def create(data: Report) -> tuple[Response, int]:
    dispute = await open_dispute(
        data.payment_request_id,
        by=asker(),
        key=idempotency_key(),
        **data.model_dump(exclude={"payment_request_id"}),
    )
    return ok(await present(dispute), 201)


@blueprint.get("/<dispute_id>")
@signed_in()
async def one(dispute_id: str) -> tuple[Response, int]:
    return ok(await present(await dispute_for(asker(), key_of(dispute_id))))
