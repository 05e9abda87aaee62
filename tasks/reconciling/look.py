"""One thing at a time: settled as a webhook would settle it, compared, and reported when it doesn't agree."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import structlog
from tortoise.models import Model

from integrations import payments as stripe
from models.errors import NotFound
from models.reconciling.findings import agrees, report
from tasks.reconciling.tally import Tally

log = structlog.get_logger()

ENOUGH = 3
"""Calls without an answer, after which Stripe counts as away."""
NOT_OURS = "UNKNOWN_TO_US"
QUIET = ("INQUIRY",)
"""What a webhook shows an operator, and is no disagreement."""


async def look(
    about: str,
    settle: Callable[[], Awaitable[str | None]],
    tally: Tally,
    *,
    row: tuple[type[Model], UUID] | None,
    **facts: Any,
) -> None:
    """Settle and compare; `row` is ours, and tells by how it changes whether something was repaired."""
    before = await state_of(row)
    try:
        said = await settle()
    except NotFound:
        said = NOT_OURS
    except stripe.NotFoundError:
        said = "UNKNOWN_TO_STRIPE"
    except (stripe.RefusedError, stripe.KeyReusedError) as refused:
        said = f"REFUSED {refused.code}"
    except stripe.UnavailableError:
        tally.unanswered += 1
        if tally.unanswered >= ENOUGH:
            raise
        return
    except Exception as error:  # one thing that breaks us must not keep all that follow from being looked at
        log.exception("reconciliation.broke", about=about)
        said = f"LOOK_FAILED {type(error).__name__}"
    tally.looked += 1
    tally.repaired += await state_of(row) != before
    problem, _, more = (said or "").partition(" ")
    if problem and problem not in QUIET:
        detail = {"said": more} if more else {}
        await report(problem[:40], about, subject_id=row and row[1], **facts, **detail)
    else:
        await agrees(about, *([str(row[1])] if row else []))


async def state_of(row: tuple[type[Model], UUID] | None) -> dict[str, Any] | None:
    if row is None:
        return None
    table, key = row
    found = await table.filter(pk=key).values()
    return found[0] if found else None


def key_in(metadata: dict[str, str], name: str) -> UUID | None:
    try:
        return UUID(metadata[name])
    except (KeyError, ValueError):
        return None
