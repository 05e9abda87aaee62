"""Whether everything adds up, asked of a running system at any moment (`bin/trustme audit`)."""

from collections.abc import Awaitable, Callable

from models.chat import audit as timelines
from models.payments import audit as payments
from models.wallet import audit as money

AUDITS: tuple[Callable[[], Awaitable[list[str]]], ...] = (
    money.audit,
    payments.audit,
    timelines.audit,
)


async def audit() -> list[str]:
    """What should be impossible, one line each; nothing when all is well."""
    return [fault for each in AUDITS for fault in await each()]
