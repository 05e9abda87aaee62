"""Buying a lead, and saying what it was like."""

from typing import Annotated

from pydantic import Field
from quart import Blueprint, Response
from quart_schema import validate_request

from models.chat.access import conversation_for
from models.chat.state import state_of
from models.leads.give_feedback import give_feedback
from models.leads.purchase import purchase
from models.leads.purchase_access import present_feedback, present_purchase
from models.people.tables import Role
from server.edge import asker, idempotency_key, key_of, ok, signed_in
from server.fields import Body, Text

blueprint = Blueprint("purchases", __name__, url_prefix="/api/leads")


class Feedback(Body):
    was_legitimate: bool
    comment: Annotated[Text, Field(min_length=1, max_length=500)] | None = None


@blueprint.post("/<lead_id>/purchase")
@signed_in(Role.WORKER)
async def buy(lead_id: str) -> tuple[Response, int]:
    bought = await purchase(key_of(lead_id), by=asker().id, key=idempotency_key())
    seat = await conversation_for(asker(), bought.conversation.id)
    seen = {
        "purchase": present_purchase(bought.purchase, bought.conversation),
        "conversation": await state_of(seat),
    }
    return ok(seen, 201)


@blueprint.post("/<lead_id>/feedback")
@signed_in(Role.WORKER)
@validate_request(Feedback)
async def feedback(lead_id: str, data: Feedback) -> tuple[Response, int]:
    given = await give_feedback(key_of(lead_id), by=asker().id, key=idempotency_key(), **data.model_dump())
    return ok(present_feedback(given), 201)
