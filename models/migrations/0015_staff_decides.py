"""What staff decide about money: clocks that a suspension stops (R-16), debts written off, notes on disputes."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from models.columns import new_id
from models.first_rules.check import one_of
from models.wallet.tables import TransferKind

WRITTEN_OFF = (
    "written_off >= 0 AND collected + written_off <= owed AND (written_off = 0 OR status = 'lost')"
    " AND (written_off > 0) = (written_off_at IS NOT NULL)"
    " AND (written_off > 0) = (written_off_by_id IS NOT NULL)"
    " AND (written_off > 0) = (write_off_reason IS NOT NULL)"
)
CHECKS = [
    one_of("transfers", "kind", *TransferKind),
    (
        "escrow_payments",
        "escrow_payments_silence_counts",
        "(presumed_at IS NULL) = (worker_confirmed_at IS NULL)",
    ),
    ("escrow_payments", "escrow_payments_stopped_while_held", "paused_at IS NULL OR status = 'held'"),
    ("chargebacks", "chargebacks_written_off_by_someone", WRITTEN_OFF),
    ("dispute_notes", "dispute_notes_say_something", "body <> ''"),
]
RULES = [
    "UPDATE escrow_payments SET presumed_at = worker_confirmed_at + interval '7 days'",
    "ALTER TABLE transfers DROP CONSTRAINT transfers_kind_known",
    *(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({rule})" for table, name, rule in CHECKS),
    "CREATE INDEX escrow_payments_paused ON escrow_payments (id) WHERE paused_at IS NOT NULL",
    "CREATE INDEX chargebacks_written_off_by ON chargebacks (written_off_by_id)",
    "CREATE INDEX chargebacks_owed ON chargebacks (id) WHERE owed > 0",
]
BACK = [
    *(f"ALTER TABLE {table} DROP CONSTRAINT {name}" for table, name, _ in CHECKS[1:]),
    "DROP INDEX escrow_payments_paused",
    "DROP INDEX chargebacks_owed",
]


def points_at(model: str, column: str, *, on_delete: OnDelete = OnDelete.RESTRICT, **options: Any) -> Any:
    return fields.ForeignKeyField(
        f"models.{model}",
        source_field=f"{column}_id",
        db_index=True,
        db_constraint=True,
        to_field="id",
        related_name=False,
        on_delete=on_delete,
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [("models", "0014_reconciling")]
    initial = False

    operations = [
        ops.CreateModel(
            name="DisputeNote",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("dispute", points_at("Dispute", "dispute", on_delete=OnDelete.CASCADE)),
                ("author", points_at("User", "author")),
                ("body", fields.TextField()),
                ("created_at", fields.DatetimeField()),
            ],
            options={
                "table": "dispute_notes",
                "app": "models",
                "pk_attr": "id",
                "table_description": (
                    "What staff write down for each other; the two whom it is about never read it (DIS-11)."
                ),
            },
            bases=["Row"],
        ),
        ops.AddField("EscrowPayment", "presumed_at", fields.DatetimeField(null=True)),
        ops.AddField("EscrowPayment", "paused_at", fields.DatetimeField(null=True)),
        ops.AddField(
            "Chargeback",
            "written_off",
            fields.DecimalField(default=0, db_default=0, max_digits=12, decimal_places=2),
        ),
        ops.AddField("Chargeback", "written_off_at", fields.DatetimeField(null=True)),
        ops.AddField("Chargeback", "written_off_by", points_at("User", "written_off_by", null=True)),
        ops.AddField("Chargeback", "write_off_reason", fields.CharField(null=True, max_length=500)),
        ops.AlterField("Transfer", "kind", fields.CharEnumField(enum_type=TransferKind, max_length=30)),
        ops.RunSQL(RULES, reverse_sql=BACK),
    ]
