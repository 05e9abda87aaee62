"""A service that a handyman offers, with its price."""

from decimal import Decimal
from uuid import UUID

from models.constraints import refusing
from models.db import find, transaction
from models.errors import Conflict
from models.idempotency import claim
from models.workers.catalogue import UnknownService
from models.workers.save_profile import hold_profile
from models.workers.tables import PricingType, Service, WorkerService


class ServiceAlreadyOffered(Conflict):
    pass


async def offer_service(
    worker_id: UUID,
    *,
    service_id: UUID | None = None,
    category: str | None = None,
    name: str | None = None,
    pricing_type: PricingType,
    price_amount: Decimal,
    minimum_charge: Decimal | None = None,
    key: str | None = None,
) -> WorkerService:
    """Add it to the profile. Raises ProfileMissing, UnknownService, ServiceAlreadyOffered."""
    body = [service_id, category, name, pricing_type, price_amount, minimum_charge]
    with refusing(worker_services_worker_service=ServiceAlreadyOffered):
        async with transaction():
            claimed = await claim(worker_id, "service.offer", key, body)
            if claimed.is_replay:
                return await find(WorkerService, id=claimed.result_id)
            profile = await hold_profile(worker_id)
            service = await _named(service_id, category, name)
            if await WorkerService.exists(worker_id=profile.user_id, service_id=service.id):
                raise ServiceAlreadyOffered
            offered = await WorkerService.create(
                worker_id=profile.user_id,
                service_id=service.id,
                pricing_type=pricing_type,
                price_amount=price_amount,
                minimum_charge=minimum_charge,
            )
            await claimed.remember(offered.id)
    return offered


async def _named(service_id: UUID | None, category: str | None, name: str | None) -> Service:
    if service_id is not None:
        service = await Service.get_or_none(id=service_id)
    else:
        service = await Service.get_or_none(category=category, name=name)
    if service is None:
        raise UnknownService
    return service
