"""The platform's own accounts, one of each kind, there before the first peso moves."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0002_rules")]
    initial = False

    operations = [
        ops.RunSQL(
            "INSERT INTO accounts (id, kind, created_at) SELECT gen_random_uuid(), kind, now()"
            " FROM unnest(array['revenue', 'escrow', 'clearing', 'unapplied']) AS kind",
            reverse_sql="DELETE FROM accounts WHERE owner_id IS NULL",
        )
    ]
