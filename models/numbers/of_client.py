"""A client's own numbers (ANA-04)."""

from typing import Any

from models.leads.history import histories
from models.people.tables import Favourite, User


async def numbers_of_client(client: User) -> dict[str, Any]:
    history = (await histories([client.id]))[client.id]
    return {
        "requests": history.leads_sent,
        "hired": history.jobs_paid,
        "reviews": history.reviews_left,
        "favourites": await Favourite.filter(client_id=client.id).count(),
    }
