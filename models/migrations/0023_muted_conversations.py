"""Each person's own silence in a conversation, and up to where it lasted."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

RULES = [
    "ALTER TABLE conversation_participants ADD CONSTRAINT conversation_participants_quiet_not_negative"
    " CHECK (quiet_seq >= 0)",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0022_peaks")]
    initial = False

    operations = [
        ops.AddField("Participant", "muted_at", fields.DatetimeField(null=True)),
        ops.AddField("Participant", "quiet_seq", fields.IntField(default=0, db_default=0)),
        ops.RunSQL(
            RULES,
            reverse_sql=[
                "ALTER TABLE conversation_participants DROP CONSTRAINT conversation_participants_quiet_not_negative"
            ],
        ),
    ]
