"""Refunds that failed: sent again, or paid by hand."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

RULES = [
    "ALTER TABLE provider_refunds ADD CONSTRAINT provider_refunds_attempt_counted CHECK (attempt >= 1)",
    "ALTER TABLE provider_refunds ADD CONSTRAINT provider_refunds_with_note_by_hand"
    " CHECK ((settled_by_id IS NULL) = (note IS NULL))",
    "CREATE INDEX provider_refunds_settled_by ON provider_refunds (settled_by_id)",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0015_staff_decides")]
    initial = False

    operations = [
        ops.AddField("ProviderRefund", "attempt", fields.SmallIntField(default=1, db_default=1)),
        ops.AddField(
            "ProviderRefund",
            "settled_by",
            fields.ForeignKeyField(
                "models.User",
                source_field="settled_by_id",
                db_index=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
                null=True,
            ),
        ),
        ops.AddField("ProviderRefund", "note", fields.CharField(null=True, max_length=500)),
        ops.RunSQL(
            RULES,
            reverse_sql=[
                "DROP INDEX provider_refunds_settled_by",
                "ALTER TABLE provider_refunds DROP CONSTRAINT provider_refunds_attempt_counted",
                "ALTER TABLE provider_refunds DROP CONSTRAINT provider_refunds_with_note_by_hand",
            ],
        ),
    ]
