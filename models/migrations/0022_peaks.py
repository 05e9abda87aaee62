"""How loud a voice is on its way: what readers draw it from."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

RULES = [
    "ALTER TABLE uploads ADD CONSTRAINT uploads_peaks_bounded CHECK (peaks ~ '^[0-9a-v]{1,64}$')",
    "ALTER TABLE uploads ADD CONSTRAINT uploads_peaks_of_voices CHECK (peaks IS NULL OR kind = 'voice')",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0021_refunds_by_banks")]
    initial = False

    operations = [
        ops.AddField("Upload", "peaks", fields.CharField(null=True, max_length=64)),
        ops.RunSQL(
            RULES,
            reverse_sql=[
                "ALTER TABLE uploads DROP CONSTRAINT uploads_peaks_of_voices",
                "ALTER TABLE uploads DROP CONSTRAINT uploads_peaks_bounded",
            ],
        ),
    ]
