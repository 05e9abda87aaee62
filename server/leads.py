"""Leads: what clients send and handymen may buy."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints
from quart import Blueprint, Response
from quart_schema import validate_request

from models.leads import lists
from models.leads.access import lead_for
from models.leads.cancel import cancel
from models.leads.create import Job, create
from models.leads.tables import PreferredTime, Urgency
from models.people.tables import Role
from server.edge import asked_page, asker, idempotency_key, key_of, listed, ok, signed_in
from server.fields import Body, Name, Pesos, Text
from server.limits import HOUR, limited

blueprint = Blueprint("leads", __name__, url_prefix="/api/leads")


Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Slot = Literal["morning", "afternoon", "evening"]


class NewLead(Body):
    service_category: Name
    service_subcategory: Name | None = None
    title: Annotated[Text, Field(min_length=1, max_length=200)]
    description: Annotated[Text, Field(min_length=1, max_length=5000)]
    location_zone: Name
    zip_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
    address: Annotated[Text, Field(min_length=1, max_length=300)]
    budget_min: Pesos | None = None
    budget_max: Pesos | None = None
    urgency: Urgency = Urgency.REGULAR
    preferred_time: PreferredTime = PreferredTime.FLEXIBLE
    deadline: date | None = None
    availability: dict[Day, list[Slot]] = Field(default_factory=dict)
    recipients: Annotated[list[UUID], Field(max_length=50)]
    media: Annotated[list[UUID], Field(max_length=50)] = Field(default_factory=list)


@blueprint.post("")
@signed_in(Role.CLIENT)
@limited("lead.create", 100, per=HOUR)
@validate_request(NewLead)
async def send_lead(data: NewLead) -> tuple[Response, int]:
    written = data.model_dump(exclude={"recipients", "media"})
    lead = await create(
        Job(**written), by=asker(), recipients=data.recipients, media=data.media, key=idempotency_key()
    )
    return ok((await lead_for(asker(), lead.id)).facts, 201)


@blueprint.get("/mine")
@signed_in(Role.CLIENT)
async def list_mine() -> tuple[Response, int]:
    views, following = await lists.mine(asker(), **asked_page())
    return listed([view.facts for view in views], following)


@blueprint.get("/available")
@signed_in(Role.WORKER)
async def list_available() -> tuple[Response, int]:
    views, following = await lists.available(asker(), **asked_page())
    return listed([view.facts for view in views], following)


@blueprint.get("/<lead_id>")
@signed_in()
async def show_lead(lead_id: str) -> tuple[Response, int]:
    return ok((await lead_for(asker(), key_of(lead_id))).facts)


@blueprint.get("/<lead_id>/recipients")
@signed_in(Role.CLIENT)
async def list_recipients(lead_id: str) -> tuple[Response, int]:
    return listed(await lists.recipients_of(key_of(lead_id), asker()))


@blueprint.post("/<lead_id>/cancel")
@signed_in(Role.CLIENT)
async def cancel_lead(lead_id: str) -> tuple[Response, int]:
    lead = await cancel(key_of(lead_id), by=asker(), key=idempotency_key())
    return ok((await lead_for(asker(), lead.id)).facts)
