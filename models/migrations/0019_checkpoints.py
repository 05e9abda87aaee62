"""What the platform's accounts came to, kept now and then, so that nobody sums a year of entries."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

RULES = [
    "ALTER TABLE ledger_checkpoints ADD CONSTRAINT ledger_checkpoints_account"
    " FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE RESTRICT",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0018_timers_in_place")]
    initial = False

    operations = [
        ops.CreateModel(
            name="LedgerCheckpoint",
            fields=[
                ("account_id", fields.UUIDField(primary_key=True, unique=True, db_index=True)),
                ("up_to", fields.BigIntField()),
                ("balance", fields.DecimalField(max_digits=12, decimal_places=2)),
                ("taken_at", fields.DatetimeField()),
            ],
            options={
                "table": "ledger_checkpoints",
                "app": "models",
                "pk_attr": "account_id",
                "table_description": "What a platform's account came to with the entries up to one of them;"
                " the rest is summed (R-09).",
            },
            bases=["Model"],
        ),
        ops.RunSQL(
            RULES, reverse_sql=["ALTER TABLE ledger_checkpoints DROP CONSTRAINT ledger_checkpoints_account"]
        ),
    ]
