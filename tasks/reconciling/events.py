"""Webhooks that never came: Stripe keeps its events for a month, and our inbox knows which it has."""

from datetime import datetime

import structlog

from integrations import payments as stripe
from models.inbox import receive
from models.reconciling.cursors import walked, window
from tasks.reconciling.tally import Tally
from tasks.webhooks import APPLIED

log = structlog.get_logger()

TYPES = tuple(kind for source, kind in APPLIED if source == "stripe")


async def fetch_unheard(until: datetime, tally: Tally) -> None:
    """What was missed lands in the inbox, and is applied by whoever applies the rest."""
    cursor = await window("events", until)
    has_more = True
    while has_more and not tally.is_over:
        assert cursor.since is not None and cursor.until is not None  # noqa: S101, PT018 - a window has both
        events, has_more = await stripe.list_page(
            "events", since=cursor.since, until=cursor.until, after=cursor.after, types=TYPES
        )
        for event in events[::-1]:
            tally.looked += 1
            if await receive("stripe", event["id"], event["type"], event):
                tally.repaired += 1
                log.warning("reconciliation.unheard", kind=event["type"], external_id=event["id"])
        await walked(cursor, events[-1]["id"] if events else cursor.after, is_done=not has_more)
