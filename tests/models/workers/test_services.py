import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from models.errors import IdempotencyKeyReused, NotFound
from models.workers.catalogue import UnknownService, UnknownZone
from models.workers.offer_service import ServiceAlreadyOffered, offer_service
from models.workers.save_profile import ProfileMissing, change_availability, save_profile
from models.workers.tables import ApprovalStatus, PricingType, WorkerProfile, WorkerService
from models.workers.withdraw_service import withdraw_service
from tests import a

pytestmark = pytest.mark.usefixtures("database")

FLAT = {"pricing_type": PricingType.FIXED, "price_amount": Decimal("800.00")}
DRAINS = {"category": "Plomería", "name": "Destape de cañerías", **FLAT}


async def offered(worker_id: UUID, **change: Any) -> WorkerService:
    return await offer_service(worker_id, **(DRAINS | change))


@pytest.mark.req("ACC-06", "ACC-14")
async def test_a_service_is_offered_by_its_names_or_its_id() -> None:
    worker, other = await a.draft_worker(), await a.draft_worker()
    by_name = await offered(worker.id, minimum_charge=Decimal("200.00"))
    by_id = await offered(other.id, category=None, name=None, service_id=by_name.service_id)
    assert by_id.service_id == by_name.service_id
    assert by_name.minimum_charge == Decimal("200.00")


@pytest.mark.req("ACC-06")
async def test_a_service_is_offered_once_however_often_it_is_tapped() -> None:
    worker = await a.draft_worker()
    outcomes = await asyncio.gather(*[offered(worker.id) for _ in range(5)], return_exceptions=True)
    assert sum(isinstance(each, ServiceAlreadyOffered) for each in outcomes) == 4


@pytest.mark.req("R-24")
async def test_an_offer_resent_under_its_key_is_the_first_one() -> None:
    worker = await a.draft_worker()
    twins = await asyncio.gather(*[offered(worker.id, key="k1") for _ in range(4)])
    assert len({each.id for each in twins}) == 1
    with pytest.raises(IdempotencyKeyReused):
        await offered(worker.id, key="k1", price_amount=Decimal("900.00"))


async def test_what_the_catalogue_does_not_know_is_not_offered() -> None:
    worker = await a.draft_worker()
    for unknown in ({"name": "Alquimia"}, {"category": "Pintura"}, {"service_id": worker.id}):
        with pytest.raises(UnknownService):
            await offered(worker.id, **unknown)


async def test_without_a_profile_there_is_nothing_to_add_to() -> None:
    with pytest.raises(ProfileMissing):
        await offered((await a.user("worker")).id)
    with pytest.raises(ProfileMissing):
        await change_availability((await a.user("worker")).id, {})


async def test_a_service_goes_by_the_offers_id_or_the_catalogues() -> None:
    worker = await a.draft_worker()
    first = await offered(worker.id)
    await withdraw_service(worker.id, first.id)
    second = await offered(worker.id)
    await withdraw_service(worker.id, second.service_id)
    with pytest.raises(NotFound):
        await withdraw_service(worker.id, second.id)


async def test_another_handymans_service_is_not_there_to_remove() -> None:
    worker, other = await a.draft_worker(), await a.draft_worker()
    with pytest.raises(NotFound):
        await withdraw_service(other.id, (await offered(worker.id)).id)
    assert await WorkerService.filter(worker_id=worker.id).count() == 2


@pytest.mark.req("ACC-06")
async def test_a_profile_keeps_the_weeks_order_and_each_zone_once() -> None:
    worker = await a.user("worker")
    profile = await save_profile(
        worker.id,
        description=a.DESCRIPTION,
        service_areas=["Polanco", "Condesa", "Polanco"],
        availability={"sun": ["evening", "morning", "morning"], "mon": ["afternoon"], "tue": []},
    )
    assert profile.service_areas == ["Polanco", "Condesa"]
    assert profile.availability == {"mon": ["afternoon"], "sun": ["morning", "evening"]}


@pytest.mark.req("ACC-06")
async def test_a_zone_that_is_not_in_the_city_is_refused_and_nothing_is_kept() -> None:
    worker = await a.user("worker")
    with pytest.raises(UnknownZone) as refused:
        await save_profile(
            worker.id, description=a.DESCRIPTION, service_areas=["Polanco", "Atlantis"], availability={}
        )
    assert refused.value.details == {"zones": ["Atlantis"]}
    assert not await WorkerProfile.exists()


async def test_two_first_savings_at_once_are_one_profile() -> None:
    worker = await a.user("worker")
    await asyncio.gather(
        *[
            save_profile(worker.id, description=a.DESCRIPTION, service_areas=[area], availability={})
            for area in ("Polanco", "Condesa")
        ]
    )
    assert await WorkerProfile.all().count() == 1


async def test_an_approved_handyman_stays_approved_through_a_change_of_hours() -> None:
    worker = await a.worker()
    profile = await change_availability(worker.id, {"fri": ["morning"]})
    assert (profile.availability, profile.approval_status) == ({"fri": ["morning"]}, ApprovalStatus.APPROVED)
