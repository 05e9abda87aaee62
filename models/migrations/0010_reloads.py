"""Vouchers that are awaited, cards that fill a wallet by themselves, and who was told of a new week.

No card was ever saved before this, so its new columns need no values.
"""

from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

RULES = [
    "ALTER TABLE deposits ADD CONSTRAINT deposits_automatic_by_saved_card"
    " CHECK (is_automatic = (card_id IS NOT NULL))",
    "ALTER TABLE auto_reloads ADD CONSTRAINT auto_reloads_off_after_three"
    " CHECK (failures BETWEEN 0 AND 3 AND (NOT is_enabled OR failures < 3))",
    "CREATE INDEX deposits_card ON deposits (card_id)",
    "CREATE UNIQUE INDEX deposits_one_reload_at_once ON deposits (worker_id)"
    " WHERE is_automatic AND status IN ('created', 'pending')",
    "CREATE UNIQUE INDEX saved_cards_once ON saved_cards (worker_id, fingerprint) WHERE removed_at IS NULL",
    "CREATE INDEX weekly_budgets_end_untold ON weekly_budgets (week_start_date, worker_id)"
    " WHERE end_told_at IS NULL",
]
OLD_RULES = [
    "DROP INDEX weekly_budgets_end_untold",
    "DROP INDEX saved_cards_once",
    "DROP INDEX deposits_one_reload_at_once",
    "DROP INDEX deposits_card",
    "ALTER TABLE auto_reloads DROP CONSTRAINT auto_reloads_off_after_three",
    "ALTER TABLE deposits DROP CONSTRAINT deposits_automatic_by_saved_card",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0008_push")]
    initial = False

    operations = [
        ops.AddField(
            "Deposit",
            "card",
            fields.ForeignKeyField(
                "models.SavedCard",
                source_field="card_id",
                null=True,
                db_index=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField("Deposit", "expires_at", fields.DatetimeField(null=True)),
        ops.AddField("Deposit", "failure", fields.CharField(null=True, max_length=60)),
        ops.AddField("Deposit", "instructions", fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
        ops.AddField("Deposit", "voucher_url", fields.TextField(null=True)),
        ops.AddField("SavedCard", "exp_month", fields.SmallIntField()),
        ops.AddField("SavedCard", "exp_year", fields.SmallIntField()),
        ops.AddField("SavedCard", "fingerprint", fields.CharField(max_length=64)),
        ops.AddField("WeeklyBudget", "end_told_at", fields.DatetimeField(null=True)),
        ops.RunSQL(RULES, reverse_sql=OLD_RULES),
    ]
