"""Who is told what when nobody is there: browsers that ask to be pushed, and what waits unread for whom."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from models.columns import new_id

RULES = [
    "ALTER TABLE push_subscriptions ADD CONSTRAINT push_subscriptions_endpoint_secret"
    # http is for the emulator: the settings that allow it are refused in production
    " CHECK (endpoint ~ '^https://[^/]' OR endpoint ~ '^http://(localhost|127\\.0\\.0\\.1)[:/]')",
    "ALTER TABLE push_subscriptions ADD CONSTRAINT push_subscriptions_keys_whole"
    " CHECK (p256dh ~ '^[A-Za-z0-9_-]{87}$' AND auth ~ '^[A-Za-z0-9_-]{22}$')",
    "ALTER TABLE push_subscriptions ADD CONSTRAINT push_subscriptions_failures_not_negative CHECK (failures >= 0)",
    "ALTER TABLE unread_watches ADD CONSTRAINT unread_watches_nothing_ahead"
    " CHECK (news_pushed BETWEEN 0 AND news_seen AND coalesce(news_mailed, 0) BETWEEN 0 AND news_seen)",
    "ALTER TABLE unread_watches ADD CONSTRAINT unread_watches_pushed_with_time"
    " CHECK ((news_pushed > 0) = (pushed_at IS NOT NULL))",
    "CREATE INDEX unread_watches_due ON unread_watches (look_at) WHERE look_at IS NOT NULL",
    # what was written before this is nobody's news any more
    "INSERT INTO bookmarks (name, place)"
    " VALUES ('unread', (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint), 12, '0')"
    " || '70008000000000000000')::uuid)",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0007_news")]
    initial = False

    operations = [
        ops.CreateModel(
            name="PushSubscription",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_index=True,
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "session",
                    fields.ForeignKeyField(
                        "models.Session",
                        source_field="session_id",
                        db_index=True,
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("endpoint", fields.CharField(unique=True, max_length=1000)),
                ("p256dh", fields.CharField(max_length=87)),
                ("auth", fields.CharField(max_length=22)),
                ("label", fields.CharField(null=True, max_length=300)),
                ("created_at", fields.DatetimeField()),
                ("last_ok_at", fields.DatetimeField(null=True)),
                ("failures", fields.SmallIntField(default=0)),
            ],
            options={
                "table": "push_subscriptions",
                "table_description": "A browser that asked to be pushed. It counts for as long as the session that it was made in.",
                "app": "models",
                "pk_attr": "id",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="UnreadWatch",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                (
                    "conversation",
                    fields.ForeignKeyField(
                        "models.Conversation",
                        source_field="conversation_id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_index=True,
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("news_seen", fields.IntField()),
                ("since", fields.DatetimeField()),
                ("look_at", fields.DatetimeField(null=True)),
                ("news_pushed", fields.IntField(default=0, db_default=0)),
                ("pushed_at", fields.DatetimeField(null=True)),
                ("news_mailed", fields.IntField(null=True)),
            ],
            options={
                "table": "unread_watches",
                "table_description": "What one person was told of what waits in one conversation; by the real clock, as attention is.",
                "app": "models",
                "unique_together": (("conversation", "user"),),
                "pk_attr": "id",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Bookmark",
            fields=[
                ("name", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40)),
                ("place", fields.UUIDField()),
            ],
            options={
                "table": "bookmarks",
                "table_description": "How far a recurring job got in the order of some table's ids.",
                "app": "models",
                "pk_attr": "name",
            },
            bases=["Model"],
        ),
        ops.RunSQL(
            RULES,
            reverse_sql=[
                "DELETE FROM bookmarks",
                "DROP INDEX unread_watches_due",
                "ALTER TABLE unread_watches DROP CONSTRAINT unread_watches_pushed_with_time",
                "ALTER TABLE unread_watches DROP CONSTRAINT unread_watches_nothing_ahead",
                "ALTER TABLE push_subscriptions DROP CONSTRAINT push_subscriptions_failures_not_negative",
                "ALTER TABLE push_subscriptions DROP CONSTRAINT push_subscriptions_keys_whole",
                "ALTER TABLE push_subscriptions DROP CONSTRAINT push_subscriptions_endpoint_secret",
            ],
        ),
    ]
