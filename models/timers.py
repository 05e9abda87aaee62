"""Deadlines as rows: verbs set and cancel them, workers fire them, the verb that fires re-checks."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.columns import new_id
from models.db import current
from models.engine_tables import Timer


@dataclass(frozen=True, slots=True)
class Due:
    """A timer whose instant has come: its verb lives at `at` (R-19)."""

    subject_id: UUID
    at: datetime


async def schedule(kind: str, subject_id: UUID, due_at: datetime) -> None:
    """Set the one timer of this kind for this subject; an earlier setting is replaced."""
    await current().connection.execute_query(
        "INSERT INTO timers (id, kind, subject_id, due_at, attempts) VALUES ($1, $2, $3, $4, 0)"
        " ON CONFLICT (kind, subject_id) DO UPDATE"
        " SET due_at = excluded.due_at, attempts = 0, retry_at = NULL, parked_at = NULL, last_error = NULL",
        [new_id(), kind, subject_id, due_at],
    )


async def cancel(subject_id: UUID, *kinds: str) -> None:
    """Cancel the subject's timers of these kinds; those that don't exist are no matter."""
    if (pending := current().pending) is not None:
        pending.cancel(subject_id, kinds)
    else:
        await Timer.filter(subject_id=subject_id, kind__in=kinds).delete()
