"""Values as they go out over any wire, so that an answer, a frame and a notice say the same."""

from datetime import UTC, datetime
from decimal import Decimal


def pesos(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def stamp(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
