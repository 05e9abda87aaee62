"""An e-mail may change under the lock that verbs take.

A column of a plain unique index could be what other tables point at, so changing it waits for every transaction
that points at the row: also for a command that has claimed its idempotency key and waits for our lock. A partial
index is never pointed at.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0005_overdue_payments")]
    initial = False

    operations = [
        ops.RunSQL(
            [
                "ALTER TABLE users DROP CONSTRAINT users_email_key",
                "CREATE UNIQUE INDEX users_email_key ON users (email) WHERE email IS NOT NULL",
            ],
            reverse_sql=[
                "DROP INDEX users_email_key",
                "ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email)",
            ],
        )
    ]
