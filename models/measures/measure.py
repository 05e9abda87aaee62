"""Pass on which steps were taken by somebody who agreed to that; and note the agreement itself."""

from collections.abc import Sequence

from models.admin.audit_entry import audit
from models.db import transaction
from models.measures.events import cleaned, pseudonym
from models.outbox import record
from models.people.tables import User
from models.workers.tables import Service, Zone
from settings import settings


async def measure(visit: str, events: Sequence[tuple[str, dict[str, str]]], *, by: User | None) -> None:
    """`visit` is a random number of the browser's. Does nothing where nothing is measured."""
    if not settings().is_measuring or not events:
        return
    categories = await Service.all().distinct().values_list("category", flat=True)
    zones = await Zone.all().values_list("name", flat=True)
    words = frozenset(str(word) for word in [*categories, *zones])
    clean = [cleaned(name, params, words) for name, params in events]
    async with transaction():
        await record(
            "steps.measured",
            visit=visit,
            person=pseudonym(by.id) if by else None,
            role=by.role.value if by else None,
            events=clean,
        )


async def agree(*, by: User, granted: bool) -> None:
    """That somebody said yes or no is in the book, for who must show it."""
    async with transaction():
        await audit(by.id, "measuring.agreed" if granted else "measuring.refused", by.id)
