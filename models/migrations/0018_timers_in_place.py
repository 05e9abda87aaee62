"""A timer's row is changed where it stands while it is claimed, and what was fired is swept away soon.

Without room on its page each claim moved the row and its index entries, and the next claims read past all of them.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

FROM_NOW_ON = "fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000"


class Migration(migrations.Migration):
    dependencies = [("models", "0017_deposit_returns")]
    initial = False

    operations = [
        ops.RunSQL(
            [f"ALTER TABLE timers SET ({FROM_NOW_ON})"],
            reverse_sql=[
                "ALTER TABLE timers RESET (fillfactor, autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)"
            ],
        )
    ]
