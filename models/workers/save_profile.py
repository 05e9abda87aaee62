"""What a handyman says of themselves: the text, where, when."""

from uuid import UUID

from models.db import current, hold_one, transaction
from models.errors import Refused
from models.people.tables import User
from models.workers.catalogue import known_zones
from models.workers.tables import WeekMatrix, WorkerProfile


class ProfileMissing(Refused):
    """There is no profile yet to change."""


async def save_profile(
    worker_id: UUID, *, description: str, service_areas: list[str], availability: WeekMatrix
) -> WorkerProfile:
    """Create the profile as a draft, or replace what it says. Raises UnknownZone."""
    async with transaction() as tx:
        await hold_one(User, worker_id)
        areas = await known_zones(service_areas)
        known = await WorkerProfile.exists(user_id=worker_id)
        profile = await hold_one(WorkerProfile, worker_id) if known else WorkerProfile(user_id=worker_id)
        now = await tx.now()
        profile.created_at = profile.created_at or now
        profile.description = description
        profile.service_areas = areas
        profile.availability = tidy(availability)
        profile.updated_at = now
        await profile.save()
    return profile


async def change_availability(worker_id: UUID, availability: WeekMatrix) -> WorkerProfile:
    """Raises ProfileMissing."""
    async with transaction():
        profile = await hold_profile(worker_id)
        profile.availability = tidy(availability)
        await touch(profile, "availability")
    return profile


async def hold_profile(worker_id: UUID) -> WorkerProfile:
    """Raises ProfileMissing."""
    if not await WorkerProfile.exists(user_id=worker_id):
        raise ProfileMissing
    return await hold_one(WorkerProfile, worker_id)


async def touch(profile: WorkerProfile, *columns: str) -> None:
    profile.updated_at = await current().now()
    await profile.save(update_fields=[*columns, "updated_at"])


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("morning", "afternoon", "evening")


def tidy(availability: WeekMatrix) -> WeekMatrix:
    """In the week's order, each part once, days off left out."""
    return {day: [part for part in PARTS if part in availability[day]] for day in DAYS if availability.get(day)}
