"""Handymen: their own page, the public one, and the search."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator
from quart import Blueprint, Response
from quart_schema import validate_querystring, validate_request

from models.people.tables import Role
from models.reviews.pending import pending_review
from models.search.find_workers import find_workers
from models.search.wanted import Order, Wanted
from models.workers.access import own_view, public_view, service_view
from models.workers.offer_service import offer_service
from models.workers.save_profile import change_availability, save_profile
from models.workers.submit import submit
from models.workers.tables import PricingType
from models.workers.withdraw_service import withdraw_service
from server.edge import asker, idempotency_key, key_of, ok, perhaps_asker, signed_in
from server.fields import Body, Name, Page, Text
from server.limits import HOUR, limited

blueprint = Blueprint("workers", __name__, url_prefix="/api/workers")

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
PartOfDay = Literal["morning", "afternoon", "evening"]
Availability = dict[Day, Annotated[list[PartOfDay], Field(max_length=3)]]
Price = Annotated[Decimal, Field(gt=0, le=100_000, max_digits=12, decimal_places=2)]


class Profile(Body):
    description: Annotated[Text, Field(min_length=20, max_length=400)]
    service_areas: Annotated[list[Name], Field(min_length=1, max_length=20)]
    availability: Availability = Field(default_factory=dict)


class NewAvailability(Body):
    availability: Availability


class Offer(Body):
    service_id: UUID | None = None
    category: Name | None = None
    name: Name | None = None
    pricing_type: PricingType
    price_amount: Price
    minimum_charge: Annotated[Decimal, Field(ge=0, le=100_000, max_digits=12, decimal_places=2)] | None = None

    @model_validator(mode="after")
    def _names_one_service(self) -> "Offer":
        if (self.service_id is None) == (self.category is None and self.name is None):
            raise ValueError("service_id, or category and name")
        if self.service_id is None and not (self.category and self.name):
            raise ValueError("category and name together")
        return self


class Search(Page):
    category: Name | None = None
    service: Name | None = None
    zone: Name | None = None
    min_rating: Annotated[Decimal, Field(ge=1, le=5, max_digits=2, decimal_places=1)] | None = None
    min_price: Price | None = None
    max_price: Price | None = None
    day: Day | None = None
    sort: Order = Order.RELEVANCE

    @model_validator(mode="after")
    def _spans_prices(self) -> "Search":
        if self.min_price is not None and self.max_price is not None and self.min_price > self.max_price:
            raise ValueError("min_price is above max_price")
        return self


@blueprint.post("/profile")
@signed_in(Role.WORKER)
@validate_request(Profile)
async def save(data: Profile) -> tuple[Response, int]:
    await save_profile(
        asker().id,
        description=data.description,
        service_areas=data.service_areas,
        availability=as_week(data.availability),
    )
    return ok(await own_view(asker()))


@blueprint.get("/profile")
@signed_in(Role.WORKER)
async def own_profile() -> tuple[Response, int]:
    return ok(await own_view(asker()))


@blueprint.patch("/availability")
@signed_in(Role.WORKER)
@validate_request(NewAvailability)
async def availability(data: NewAvailability) -> tuple[Response, int]:
    await change_availability(asker().id, as_week(data.availability))
    return ok(await own_view(asker()))


@blueprint.post("/services")
@signed_in(Role.WORKER)
@validate_request(Offer)
async def offer(data: Offer) -> tuple[Response, int]:
    offered = await offer_service(asker().id, **data.model_dump(), key=idempotency_key())
    await offered.fetch_related("service")
    return ok(service_view(offered), 201)


@blueprint.delete("/services/<offered_id>")
@signed_in(Role.WORKER)
async def withdraw(offered_id: str) -> tuple[Response, int]:
    await withdraw_service(asker().id, key_of(offered_id))
    return ok()


@blueprint.post("/profile/submit")
@signed_in(Role.WORKER)
@limited("worker.submit", 20, per=HOUR)
async def ask_for_approval() -> tuple[Response, int]:
    await submit(asker().id)
    return ok(await own_view(asker()))


@blueprint.get("/search")
@validate_querystring(Search)
async def search(query_args: Search) -> tuple[Response, int]:
    """With it, for a client whose last work waits for a review, a hint that forbids nothing (C27)."""
    wanted = Wanted(**query_args.model_dump(exclude={"limit", "cursor"}))
    found = await find_workers(wanted, limit=query_args.limit, cursor=query_args.cursor)
    return ok(vars(found) | {"pending_review": await pending_review(await perhaps_asker())})


@blueprint.get("/<worker_id>")
async def worker(worker_id: str) -> tuple[Response, int]:
    return ok(await public_view(key_of(worker_id)))


def as_week(availability: Availability) -> dict[str, list[str]]:
    return {str(day): [str(part) for part in parts] for day, parts in availability.items()}
