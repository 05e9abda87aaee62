"""Refunds that a bank made needless: it gave the money back itself."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

RULES = [
    "CREATE INDEX provider_refunds_chargeback ON provider_refunds (chargeback_id) WHERE chargeback_id IS NOT NULL",
    "ALTER TABLE provider_refunds ADD CONSTRAINT provider_refunds_with_one_giver"
    " CHECK (chargeback_id IS NULL OR (status = 'succeeded' AND settled_by_id IS NULL))",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0020_conversation_flags")]
    initial = False

    operations = [
        ops.AddField(
            "ProviderRefund",
            "chargeback",
            fields.ForeignKeyField(
                "models.Chargeback",
                source_field="chargeback_id",
                db_index=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
                null=True,
            ),
        ),
        ops.RunSQL(
            RULES,
            reverse_sql=[
                "ALTER TABLE provider_refunds DROP CONSTRAINT provider_refunds_with_one_giver",
                "DROP INDEX provider_refunds_chargeback",
            ],
        ),
    ]
