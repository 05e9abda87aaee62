"""What browsers whose person agreed tell of their steps (ANA-01, SEC-07)."""

from typing import Annotated

from pydantic import Field, StringConstraints
from quart import Blueprint, Response
from quart_schema import validate_request

from models.measures.measure import agree, measure
from server.edge import asker, ok, perhaps_asker, signed_in
from server.fields import Body, Text
from server.limits import HOUR, MINUTE, limited, spend_from_here

blueprint = Blueprint("measures", __name__, url_prefix="/api/measures")

MOST_EVENTS = 25
"""What Google takes at once."""


class Step(Body):
    name: Annotated[Text, Field(max_length=40)]
    params: Annotated[
        dict[Annotated[Text, Field(max_length=40)], Annotated[Text, Field(max_length=100)]], Field(max_length=5)
    ]


class Steps(Body):
    visit: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    events: Annotated[list[Step], Field(min_length=1, max_length=MOST_EVENTS)]


class Agreement(Body):
    granted: bool


@blueprint.post("")
@validate_request(Steps)
async def tell(data: Steps) -> tuple[Response, int]:
    await spend_from_here("measures", 120, per=MINUTE)
    await measure(data.visit, [(step.name, step.params) for step in data.events], by=await perhaps_asker())
    return ok(status=202)


@blueprint.post("/agreement")
@signed_in()
@limited("measures.agree", 30, per=HOUR)
@validate_request(Agreement)
async def decide(data: Agreement) -> tuple[Response, int]:
    await agree(by=asker(), granted=data.granted)
    return ok()
