"""Pages of a list, newest first: keys are UUIDv7, so a key is also the place to go on from."""

from typing import Any, TypeVar
from uuid import UUID

from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.errors import Malformed

M = TypeVar("M", bound=Model)

MOST = 100


async def page(rows: QuerySet[M], *, limit: int = 20, cursor: str | None = None) -> tuple[list[M], str | None]:
    """One page and the cursor of the next one, or None at the end."""
    limit = max(1, min(limit, MOST))
    if cursor is not None:
        try:
            rows = rows.filter(pk__lt=UUID(cursor))
        except ValueError:
            raise Malformed("cursor is not one of ours", field="cursor") from None
    found: list[Any] = await rows.order_by("-id").limit(limit + 1)
    return found[:limit], str(found[limit - 1].pk) if len(found) > limit else None
