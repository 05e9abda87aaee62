"""Reviews stay as they were written; who said that one shouldn't be there, and who took it away."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from models.columns import new_id
from models.reviews.tables import FlagReason, FlagStatus


def key(table: str, **options: Any) -> Any:
    return fields.ForeignKeyField(f"models.{table}", related_name=False, on_delete=OnDelete.RESTRICT, **options)


NEW_FLAG: list[tuple[str, Any]] = [
    ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
    ("review", key("Review", source_field="review_id")),
    ("flagged_by", key("User", source_field="flagged_by_id", db_index=True)),
    ("reason", fields.CharEnumField(enum_type=FlagReason, max_length=20)),
    ("description", fields.TextField(null=True, unique=False)),
    ("status", fields.CharEnumField(default=FlagStatus.PENDING, enum_type=FlagStatus, max_length=10)),
    ("closed_by", key("User", source_field="closed_by_id", null=True, db_index=True)),
    ("closed_at", fields.DatetimeField(null=True)),
    ("created_at", fields.DatetimeField()),
]

REASONS = "IN ('fake', 'inappropriate', 'spam', 'unrelated')"

RULES = [
    f"ALTER TABLE reviews ADD CONSTRAINT reviews_removed_as_known CHECK (removed_as {REASONS})",
    "ALTER TABLE reviews ADD CONSTRAINT reviews_removed_by_someone CHECK ("
    "(removed_at IS NULL) = (removed_by_id IS NULL) AND (removed_at IS NULL) = (removed_as IS NULL))",
    "ALTER TABLE reviews ADD CONSTRAINT reviews_response_said_with_time CHECK ("
    "(worker_response IS NULL) = (worker_responded_at IS NULL) AND worker_response <> '')",
    f"ALTER TABLE review_flags ADD CONSTRAINT review_flags_reason_known CHECK (reason {REASONS})",
    "ALTER TABLE review_flags ADD CONSTRAINT review_flags_status_known"
    " CHECK (status IN ('pending', 'upheld', 'dismissed'))",
    "ALTER TABLE review_flags ADD CONSTRAINT review_flags_description_bounded"
    " CHECK (char_length(description) BETWEEN 1 AND 1000)",
    "ALTER TABLE review_flags ADD CONSTRAINT review_flags_status_with_time CHECK ("
    "(status = 'pending') = (closed_at IS NULL) AND (closed_at IS NULL) = (closed_by_id IS NULL))",
    "ALTER TABLE review_media ADD CONSTRAINT review_media_at_most_ten CHECK (sort_order BETWEEN 0 AND 9)",
    "CREATE UNIQUE INDEX review_media_place ON review_media (review_id, sort_order)",
]

INDEXES = [
    # tortoise gives a new column's key none
    "CREATE INDEX reviews_dispute ON reviews (dispute_id) WHERE dispute_id IS NOT NULL",
    "CREATE INDEX reviews_removed_by ON reviews (removed_by_id) WHERE removed_by_id IS NOT NULL",
    "CREATE INDEX reviews_newest ON reviews (worker_id, id) WHERE removed_at IS NULL",
    "CREATE INDEX reviews_by_rating ON reviews (worker_id, overall_rating, id) WHERE removed_at IS NULL",
    "CREATE INDEX review_flags_waiting ON review_flags (review_id) WHERE status = 'pending'",
]

PERMANENT = [
    # after, not before: so that a CHECK has had its say
    """
    CREATE FUNCTION review_is_permanent() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        added text[] := ARRAY['worker_response', 'worker_responded_at', 'removed_at', 'removed_by_id', 'removed_as'];
    BEGIN
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - added = to_jsonb(OLD) - added
            AND (OLD.worker_response IS NULL OR (NEW.worker_response, NEW.worker_responded_at)
                = (OLD.worker_response, OLD.worker_responded_at))
            AND (OLD.removed_at IS NULL OR (NEW.removed_at, NEW.removed_by_id, NEW.removed_as)
                = (OLD.removed_at, OLD.removed_by_id, OLD.removed_as))
        THEN
            RETURN NULL;
        END IF;
        RAISE EXCEPTION 'reviews are never edited or deleted' USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
    END $$
    """,
    "CREATE TRIGGER reviews_permanent AFTER UPDATE OR DELETE ON reviews"
    " FOR EACH ROW EXECUTE FUNCTION review_is_permanent()",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0010_reloads")]
    initial = False

    operations = [
        ops.CreateModel(
            name="ReviewFlag",
            fields=NEW_FLAG,
            options={
                "table": "review_flags",
                "app": "models",
                "unique_together": (("review", "flagged_by"),),
                "pk_attr": "id",
            },
            bases=["Row"],
        ),
        ops.AddField("Review", "dispute", key("Dispute", source_field="dispute_id", null=True, db_index=True)),
        ops.AddField("Review", "removed_as", fields.CharEnumField(null=True, enum_type=FlagReason, max_length=20)),
        ops.AddField("Review", "removed_by", key("User", source_field="removed_by_id", null=True, db_index=True)),
        ops.RunSQL(
            [*RULES, *INDEXES, *PERMANENT],
            reverse_sql=[
                "DROP TRIGGER reviews_permanent ON reviews",
                "DROP FUNCTION review_is_permanent()",
                "DROP INDEX review_media_place",
                "DROP INDEX reviews_newest",
                "DROP INDEX reviews_by_rating",
                "ALTER TABLE review_media DROP CONSTRAINT review_media_at_most_ten",
                "ALTER TABLE reviews DROP CONSTRAINT reviews_response_said_with_time",
                "ALTER TABLE reviews DROP CONSTRAINT reviews_removed_by_someone",
            ],
        ),
    ]
