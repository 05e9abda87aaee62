"""What providers tell us: verified at the edge, stored first, answered, applied after; each once (ESC-22)."""

from typing import Any
from uuid import UUID

import orjson
import structlog

from models.clock import real_now
from models.columns import new_id
from models.db import current, transaction
from models.engine_tables import WebhookEvent
from models.outbox import record

log = structlog.get_logger()


async def receive(source: str, external_id: str, kind: str, payload: dict[str, Any]) -> bool:
    """Store an event, once however often it is told; whether it is news."""
    async with transaction():
        stored = await current().connection.execute_query_dict(
            "INSERT INTO webhook_events (id, source, external_id, kind, payload, received_at, attempts)"
            " VALUES ($1, $2, $3, $4, $5, $6, 0) ON CONFLICT (source, external_id) DO NOTHING RETURNING id",
            [new_id(), source, external_id, kind, orjson.dumps(payload).decode(), real_now()],
        )
        if stored:
            await record("webhook.received", webhook_event_id=str(stored[0]["id"]), source=source, kind=kind)
    log.info("webhook.received", source=source, kind=kind, external_id=external_id, is_news=bool(stored))
    return bool(stored)


async def take(event_id: UUID) -> WebhookEvent | None:
    """The event to apply; None when that was done."""
    event = await WebhookEvent.get_or_none(id=event_id, applied_at=None)
    if event is not None:
        event.attempts += 1
        await event.save(update_fields=["attempts"])
    return event


async def finish(event: WebhookEvent, problem: str | None) -> None:
    """Applied; `problem` stays with it for an operator to see."""
    event.applied_at, event.last_error = real_now(), problem[:300] if problem else None
    await event.save(update_fields=["applied_at", "last_error"])
    if problem:
        log.error("webhook.flagged", kind=event.kind, external_id=event.external_id, problem=problem)
