"""Builders: `await a.client()`, `await a.worker()` …, each complete, each with one word to change."""

import itertools
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from models.clock import business_now
from models.people.tables import Role, User
from models.workers.tables import ApprovalStatus, PricingType, Service, WorkerProfile, WorkerService
from tests.build_jobs import JOB, catalogue, lead, upload  # noqa: F401 - said as `a.lead()`
from tests.build_leads import purchase, words_of_worker  # noqa: F401 - said as `a.purchase()`
from tests.build_money import earning, funded  # noqa: F401 - said as `a.funded()`
from tests.build_payments import (  # noqa: F401 - said as `a.paid_request()`
    captured,
    completed,
    confirmed_request,
    escrow_of,
    marked_request,
    paid_request,
    payment_request,
    released,
    sides,
    talk,
)

_numbers = itertools.count(1)

DESCRIPTION = "Plomero con veinte años de experiencia en fugas, tinacos y calentadores."


async def user(role: Role = Role.CLIENT, **columns: Any) -> User:
    number = next(_numbers)
    given = {
        "email": f"persona{number}@example.com",
        "password_hash": "!",
        "role": role,
        "full_name": f"María Hernández {number}",
        "phone": f"+5255{number:08d}",
        "email_verified": True,
        "phone_verified": True,
        "created_at": await business_now(),
    }
    return await User.create(**(given | columns))


async def client(**columns: Any) -> User:
    return await user(Role.CLIENT, **columns)


async def admin(**columns: Any) -> User:
    return await user(Role.ADMIN, **columns)


async def support(**columns: Any) -> User:
    return await user(Role.SUPPORT, **columns)


async def worker(*, free: bool = False, paused: bool = False, **columns: Any) -> User:
    """An approved handyman who mends leaks; past the free week unless `free`."""
    person = await pending_worker(**columns)
    now = await business_now()
    approved_at = now - timedelta(days=0 if free else 8)
    await WorkerProfile.filter(user_id=person.id).update(
        approval_status=ApprovalStatus.APPROVED,
        submitted_at=approved_at,
        approved_by_id=(await admin()).id,
        approved_at=approved_at,
        free_until=approved_at + timedelta(days=7),
        is_paused=paused,
        created_at=approved_at,
        updated_at=approved_at,
    )
    return person


async def draft_worker(*, areas: Sequence[str] = ("Roma Norte", "Condesa"), **columns: Any) -> User:
    """A handyman with a complete profile that nobody has been asked to look at."""
    person = await user(Role.WORKER, **columns)
    now = await business_now()
    await WorkerProfile.create(
        user_id=person.id,
        description=DESCRIPTION,
        service_areas=list(areas),
        availability={"mon": ["morning"]},
        created_at=now,
        updated_at=now,
    )
    await offer(person)
    return person


async def pending_worker(**columns: Any) -> User:
    """A handyman whose profile waits for a decision."""
    person = await draft_worker(**columns)
    await WorkerProfile.filter(user_id=person.id).update(
        approval_status=ApprovalStatus.PENDING, submitted_at=await business_now()
    )
    return person


async def offer(worker: User, category: str = "Plomería", name: str = "Reparación de fugas") -> WorkerService:
    """A service of the seeded catalogue on a handyman's profile."""
    return await WorkerService.create(
        worker_id=worker.id,
        service=await Service.get(category=category, name=name),
        pricing_type=PricingType.HOURLY,
        price_amount="350.00",
    )
