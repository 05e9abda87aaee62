"""What comparing our rows with Stripe's objects looked at, and found."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import Row, belongs_to, instant
from models.people.tables import User


class ClosedAs(StrEnum):
    SETTLED = "settled"
    """A later look found it in order."""
    DISMISSED = "dismissed"
    """Somebody has seen to it; it is not reported again."""


class ReconciliationRun(Row):
    """One look, bounded in time; an incomplete one is soon gone on with."""

    began_at: datetime = instant()
    """Real time, as of `finished_at`: operators ask how old the answer is."""
    finished_at: datetime = instant()
    is_complete = fields.BooleanField()
    """Whether everything was looked at that had come up until it began."""
    looked = fields.IntField()
    repaired = fields.IntField()
    findings: int | None = fields.IntField(null=True)
    """Open ones, of whatever run; None when it broke off, and `error` says why."""
    error = fields.CharField(max_length=300, null=True)

    class Meta:
        table = "reconciliation_runs"


class ReconciliationCursor(Model):
    """Where a walk through one kind of things stands, so that the next run goes on there."""

    kind = fields.CharField(max_length=40, primary_key=True)
    since: datetime | None = instant(null=True)
    until: datetime | None = instant(null=True)
    """Business time, in which Stripe's objects are dated; no `until` while nothing is under way."""
    after = fields.CharField(max_length=255, null=True)

    class Meta:
        table = "reconciliation_cursors"


class ReconciliationFinding(Row):
    """What doesn't agree, for people to see: it was reported, and nothing was booked."""

    problem = fields.CharField(max_length=40)
    about = fields.CharField(max_length=255)
    """Stripe's name of it, or ours where Stripe has none."""
    subject_id: UUID | None = fields.UUIDField(null=True)
    facts: dict[str, Any] = fields.JSONField(default=dict)
    found_at: datetime = instant()
    seen_at: datetime = instant()
    closed_at: datetime | None = instant(null=True)
    closed_as: ClosedAs | None = fields.CharEnumField(ClosedAs, max_length=10, null=True)  # type: ignore[assignment]
    closed_by: fields.ForeignKeyNullableRelation[User] = belongs_to("User", null=True)
    closed_by_id: UUID | None
    """Nobody, when it came from the command line or settled itself."""
    note = fields.CharField(max_length=500, null=True)

    class Meta:
        table = "reconciliation_findings"
