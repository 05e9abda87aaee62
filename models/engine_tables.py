"""The rows that make commands idempotent, timers durable and reactions certain."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import Row, belongs_to, instant
from models.people.tables import User


class IdempotencyKey(Row):
    """A command that succeeded (R-24); its row is locked by the first of two twins until it commits."""

    user: fields.ForeignKeyRelation[User] = belongs_to("User", db_index=False)
    user_id: UUID
    command = fields.CharField(max_length=60)
    key = fields.CharField(max_length=120)
    body_hash = fields.CharField(max_length=64)
    result_id: UUID | None = fields.UUIDField(null=True)
    created_at: datetime = instant(db_index=True)

    class Meta:
        table = "idempotency_keys"
        unique_together = (("user", "command", "key"),)


class OutboxRow(Model):
    """An event as its verb wrote it (`reaction` null), or one reaction to it, on its way."""

    id = fields.BigIntField(primary_key=True, generated=True)
    event = fields.CharField(max_length=60)
    reaction = fields.CharField(max_length=60, null=True)
    parent_id: int | None = fields.BigIntField(null=True)
    facts: dict[str, Any] = fields.JSONField(default=dict)
    occurred_at: datetime = instant()
    attempts = fields.SmallIntField(default=0)
    next_attempt_at: datetime = instant()
    """Real time: backoff and the lease of a running attempt (R-18)."""
    done_at: datetime | None = instant(null=True)
    parked_at: datetime | None = instant(null=True)
    last_error = fields.CharField(max_length=300, null=True)

    class Meta:
        table = "outbox"


class Timer(Row):
    kind = fields.CharField(max_length=40)
    subject_id: UUID = fields.UUIDField()
    due_at: datetime = instant()
    attempts = fields.SmallIntField(default=0)
    retry_at: datetime | None = instant(null=True)
    """Real time; set after a failure."""
    parked_at: datetime | None = instant(null=True)
    last_error = fields.CharField(max_length=300, null=True)

    class Meta:
        table = "timers"
        unique_together = (("kind", "subject_id"),)


class WebhookEvent(Row):
    """The inbox of what providers told us: stored first, applied after, each once."""

    source = fields.CharField(max_length=20)
    external_id = fields.CharField(max_length=255)
    kind = fields.CharField(max_length=80)
    payload: dict[str, Any] = fields.JSONField()
    received_at: datetime = instant()
    applied_at: datetime | None = instant(null=True)
    attempts = fields.SmallIntField(default=0)
    last_error = fields.CharField(max_length=300, null=True)

    class Meta:
        table = "webhook_events"
        unique_together = (("source", "external_id"),)


class SandboxClock(Model):
    """At most one row: how far business time stands ahead of real time (R-18)."""

    id = fields.SmallIntField(primary_key=True, generated=False, default=1)
    ahead_by = fields.TimeDeltaField()

    class Meta:
        table = "sandbox_clock"


class ClockAdvance(Row):
    """A jump of the sandbox clock that the worker process carries out, timer by timer (R-19)."""

    target: datetime = instant()
    requested_by: fields.ForeignKeyNullableRelation[User] = belongs_to("User", null=True)
    requested_by_id: UUID | None
    """Nobody, when it came from the command line."""
    created_at: datetime = instant()
    timers_fired = fields.IntField(default=0)
    done_at: datetime | None = instant(null=True)

    class Meta:
        table = "clock_advances"
