"""The address that is to replace a proven one, until its link is followed."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

RULES = [
    "ALTER TABLE users ADD CONSTRAINT users_new_email_lower CHECK (new_email = lower(new_email))",
    "ALTER TABLE users ADD CONSTRAINT users_new_email_after_a_proven_one"
    " CHECK (new_email IS NULL OR (email_verified AND new_email <> email))",
    "CREATE INDEX outbox_former_mailboxes ON outbox ((facts->>'user_id')) WHERE event = 'email.change_requested'",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0023_muted_conversations")]
    initial = False

    operations = [
        ops.AddField("User", "new_email", fields.CharField(null=True, max_length=255)),
        ops.RunSQL(
            RULES,
            reverse_sql=[
                "DROP INDEX outbox_former_mailboxes",
                "ALTER TABLE users DROP CONSTRAINT users_new_email_after_a_proven_one",
                "ALTER TABLE users DROP CONSTRAINT users_new_email_lower",
            ],
        ),
    ]
