"""What the sweep under the payments' timers looks through."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0004_send")]
    initial = False

    operations = [
        ops.RunSQL(
            [
                "CREATE INDEX escrow_payments_held ON escrow_payments (release_at)"
                " WHERE status = 'held' AND dispute_id IS NULL",
                "CREATE INDEX payment_requests_pending ON payment_requests (expires_at) WHERE status = 'pending'",
            ],
            reverse_sql=["DROP INDEX escrow_payments_held", "DROP INDEX payment_requests_pending"],
        )
    ]
