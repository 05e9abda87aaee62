"""Have a new lead pushed to handymen who are away (LEAD-07)."""

from collections.abc import Collection
from uuid import UUID

from models.db import transaction
from models.push.live import live_subscriptions
from models.push.want import About, want


async def alert(lead_id: UUID, worker_ids: Collection[UUID]) -> int:
    """To how many browsers. Called again it pushes again; browsers show one for each lead."""
    browsers = await live_subscriptions(worker_ids)
    if browsers:
        async with transaction():
            await want(browsers, About.LEAD, lead_id)
    return len(browsers)
