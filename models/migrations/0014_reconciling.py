"""What comparing our rows with Stripe's objects looked at, and found."""

from typing import Any

from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from models.columns import new_id
from models.migration_operations import CreateModels
from models.reconciling.tables import ClosedAs

RULES = [
    "ALTER TABLE reconciliation_runs ADD CONSTRAINT reconciliation_runs_found_or_broke_off"
    " CHECK ((findings IS NULL) = (error IS NOT NULL))",
    "CREATE INDEX reconciliation_runs_newest ON reconciliation_runs (finished_at)",
    "ALTER TABLE reconciliation_findings ADD CONSTRAINT reconciliation_findings_closed_as_known"
    " CHECK (closed_as IN ('settled', 'dismissed'))",
    "ALTER TABLE reconciliation_findings ADD CONSTRAINT reconciliation_findings_closed_somehow"
    " CHECK ((closed_at IS NULL) = (closed_as IS NULL))",
    "ALTER TABLE reconciliation_findings ADD CONSTRAINT reconciliation_findings_dismissed_with_note"
    " CHECK (closed_as <> 'dismissed' OR note IS NOT NULL)",
    "CREATE UNIQUE INDEX reconciliation_findings_open_once ON reconciliation_findings (problem, about)"
    " WHERE closed_at IS NULL",
    "CREATE INDEX reconciliation_findings_about ON reconciliation_findings (about)",
]


def table(name: str, plural: str, says: str, *columns: tuple[str, Any], key: Any = None) -> ops.CreateModel:
    key = key or ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True))
    options = {"table": plural, "app": "models", "pk_attr": key[0], "table_description": says}
    return ops.CreateModel(name=name, fields=[key, *columns], options=options, bases=["Row"])


class Migration(migrations.Migration):
    dependencies = [("models", "0013_chargebacks")]
    initial = False

    operations = [
        CreateModels(
            [
                table(
                    "ReconciliationRun",
                    "reconciliation_runs",
                    "One look, bounded in time; an incomplete one is soon gone on with.",
                    ("began_at", fields.DatetimeField()),
                    ("finished_at", fields.DatetimeField()),
                    ("is_complete", fields.BooleanField()),
                    ("looked", fields.IntField()),
                    ("repaired", fields.IntField()),
                    ("findings", fields.IntField(null=True)),
                    ("error", fields.CharField(null=True, max_length=300)),
                ),
                table(
                    "ReconciliationCursor",
                    "reconciliation_cursors",
                    "Where a walk through one kind of things stands, so that the next run goes on there.",
                    ("since", fields.DatetimeField(null=True)),
                    ("until", fields.DatetimeField(null=True)),
                    ("after", fields.CharField(null=True, max_length=255)),
                    key=("kind", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40)),
                ),
                table(
                    "ReconciliationFinding",
                    "reconciliation_findings",
                    "What doesn't agree, for people to see: it was reported, and nothing was booked.",
                    ("problem", fields.CharField(max_length=40)),
                    ("about", fields.CharField(max_length=255)),
                    ("subject_id", fields.UUIDField(null=True)),
                    ("facts", fields.JSONField(default=dict, encoder=JSON_DUMPS, decoder=loads)),
                    ("found_at", fields.DatetimeField()),
                    ("seen_at", fields.DatetimeField()),
                    ("closed_at", fields.DatetimeField(null=True)),
                    ("closed_as", fields.CharEnumField(null=True, enum_type=ClosedAs, max_length=10)),
                    (
                        "closed_by",
                        fields.ForeignKeyField(
                            "models.User",
                            source_field="closed_by_id",
                            db_index=True,
                            db_constraint=True,
                            to_field="id",
                            related_name=False,
                            on_delete=OnDelete.RESTRICT,
                            null=True,
                        ),
                    ),
                    ("note", fields.CharField(null=True, max_length=500)),
                ),
            ]
        ),
        ops.RunSQL(RULES, reverse_sql=["DROP INDEX reconciliation_findings_open_once"]),
    ]
