"""A service that a handyman offers no longer."""

from uuid import UUID

from models.db import transaction
from models.errors import NotFound
from models.workers.save_profile import hold_profile
from models.workers.tables import WorkerService


async def withdraw_service(worker_id: UUID, offered_id: UUID) -> None:
    """By the offer's id, or the catalogue's. NotFound for one that isn't theirs."""
    async with transaction():
        profile = await hold_profile(worker_id)
        offers = WorkerService.filter(worker_id=profile.user_id)
        gone = await offers.filter(id=offered_id).delete() or await offers.filter(service_id=offered_id).delete()
        if not gone:
            raise NotFound
