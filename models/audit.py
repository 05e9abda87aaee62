"""Whether everything adds up, asked of a running system at any moment (`bin/trustme audit`)."""

from collections.abc import Awaitable, Callable

from models.chat import audit as timelines
from models.payments import audit as payments
from models.payouts import audit as payouts
from models.reviews import audit as reviews
from models.wallet import audit as money

AUDITS: tuple[Callable[[], Awaitable[list[str]]], ...] = (
    money.audit,
    payments.audit,
    payouts.audit,
    timelines.audit,
    reviews.audit,
)


async def audit() -> list[str]:
    """What should be impossible, one line each; nothing when all is well."""
    return [fault for each in AUDITS for fault in await each()]
