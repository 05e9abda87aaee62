"""What of a deposit went back to where it came from (R-10)."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from models.columns import new_id
from models.first_rules.check import one_of
from models.wallet.tables import TransferKind

CHECKS = [
    one_of("transfers", "kind", *TransferKind),
    ("deposit_returns", "deposit_returns_amount_positive", "amount > 0"),
    (
        "deposit_returns",
        "deposit_returns_one_way",
        "(provider_refund_id IS NULL) = (bank_reference IS NOT NULL)",
    ),
]
RULES = [
    "ALTER TABLE transfers DROP CONSTRAINT transfers_kind_known",
    *(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({rule})" for table, name, rule in CHECKS),
]


def points_at(model: str, column: str, **options: Any) -> Any:
    return fields.ForeignKeyField(
        f"models.{model}",
        source_field=f"{column}_id",
        db_index=True,
        db_constraint=True,
        to_field="id",
        related_name=False,
        on_delete=OnDelete.RESTRICT,
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [("models", "0016_failed_refunds")]
    initial = False

    operations = [
        ops.CreateModel(
            name="DepositReturn",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("deposit", points_at("Deposit", "deposit")),
                ("amount", fields.DecimalField(max_digits=12, decimal_places=2)),
                ("provider_refund", points_at("ProviderRefund", "provider_refund", null=True)),
                ("bank_reference", fields.CharField(null=True, max_length=100)),
                ("reason", fields.CharField(max_length=500)),
                ("returned_by", points_at("User", "returned_by")),
                ("created_at", fields.DatetimeField()),
            ],
            options={
                "table": "deposit_returns",
                "app": "models",
                "pk_attr": "id",
                "table_description": (
                    "What of a deposit went back to where it came from: its card, or by hand from our bank (R-10)."
                ),
            },
            bases=["Row"],
        ),
        ops.AlterField("Transfer", "kind", fields.CharEnumField(enum_type=TransferKind, max_length=30)),
        ops.RunSQL(RULES, reverse_sql=["ALTER TABLE deposit_returns DROP CONSTRAINT deposit_returns_one_way"]),
    ]
