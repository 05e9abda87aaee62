"""Values as they go out over any wire, so that an answer, a frame and a notice say the same."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache


def pesos(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


@lru_cache(1024)
def stamp(moment: datetime | None) -> str | None:
    """Rows of one commit share their moment."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
