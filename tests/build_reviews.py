"""Builders of reviews, by the verb that clients set off."""

from typing import Any

from models.payments.tables import PaymentRequest
from models.people.tables import User
from models.reviews.leave_review import Opinion, leave_review
from models.reviews.tables import Review
from tests import build_chat, build_payments

OPINION: dict[str, Any] = {
    "overall_rating": 5,
    "title": "Excelente trabajo de plomería",
    "description": (
        "Llegó a la hora que dijo, explicó qué estaba mal antes de empezar, cambió la llave y dejó todo limpio. "
        "Lo volvería a llamar."
    ),
    "would_recommend": True,
    "would_hire_again": True,
}


def opinion(**but: Any) -> Opinion:
    return Opinion(**OPINION | but)


async def review(of: PaymentRequest | None = None, **but: Any) -> Review:
    """Of work that was paid and that both have confirmed."""
    of = of or await build_payments.confirmed_request()
    return await leave_review(of.id, by=await User.get(id=of.client_id), opinion=opinion(**but))


async def reviews_of(worker: User, *ratings: int, **but: Any) -> list[Review]:
    """One of each of so many jobs for one client, in this order."""
    talk = await build_chat.conversation(worker=worker, revealed=True)
    return [
        await review(await build_payments.confirmed_request(talk), overall_rating=stars, **but)
        for stars in ratings
    ]
