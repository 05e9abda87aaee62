"""How a person appears to a reader; names and contact leave through here and nowhere else (R-02).

Handymen are public by name. Clients are nobody before a handyman buys, a first name until they answer,
and afterwards what their account said at that moment (R-08).
"""

from typing import Any

from models.people.access import image_url
from models.people.tables import User


def worker_in_public(worker: User) -> dict[str, Any]:
    """What everybody may know of a handyman: never e-mail or phone."""
    return {
        "id": str(worker.id),
        "full_name": worker.full_name,
        "first_name": worker.first_name,
        "profile_image_url": image_url(worker),
    }


def before_reveal(client: User) -> dict[str, str]:
    """The client, to a handyman who bought and waits for an answer (tier 1)."""
    return {"first_name": client.first_name}


def contact_of(client: User, *, address: str, zip_code: str) -> dict[str, str]:
    """What an answer reveals; the conversation keeps it from that moment on (R-08, tier 2)."""
    return {
        "first_name": client.first_name,
        "full_name": client.full_name,
        "email": client.email,
        "phone": client.phone or "",
        "address": address,
        "zip_code": zip_code,
    }
