"""What must never be true, said to the database: tortoise's own Meta.constraints don't reach it."""

from tortoise import migrations
from tortoise.migrations import operations as ops

from models.first_rules import money, people, talk

CHECKS = people.CHECKS + talk.CHECKS + money.CHECKS

UNIQUES: list[tuple[str, str]] = [
    (
        "users_verified_phone_once_per_role",
        "ON users (phone, role) WHERE phone_verified AND deleted_at IS NULL",
    ),
    ("phone_codes_one_open", "ON phone_codes (user_id) WHERE approved_at IS NULL AND closed_at IS NULL"),
    ("accounts_one_of_a_kind", "ON accounts (kind, owner_id) NULLS NOT DISTINCT"),
    (
        "checkout_sessions_one_live",
        "ON checkout_sessions (payment_request_id) WHERE status IN ('intended', 'open')",
    ),
    (
        "disputes_one_open",
        "ON disputes (escrow_payment_id) WHERE status IN ('open', 'in_progress', 'escalated')",
    ),
    *[
        (f"{table}_{column.removesuffix('_id')}_once", f"ON {table} ({column})")
        for table, column in (
            ("conversations", "purchase_id"),
            ("messages", "upload_id"),
            ("lead_media", "upload_id"),
            ("lead_feedback", "purchase_id"),
            ("portfolio_media", "upload_id"),
            ("transfers", "reverses_id"),
            ("wallet_transactions", "transfer_id"),
            ("escrow_payments", "payment_request_id"),
            ("completion_photos", "upload_id"),
            ("dispute_evidence", "upload_id"),
            ("reviews", "payment_request_id"),
            ("review_media", "upload_id"),
            ("support_messages", "upload_id"),
            ("satisfaction_surveys", "ticket_id"),
        )
    ],
    ("outbox_reaction_once", "ON outbox (parent_id, reaction) WHERE parent_id IS NOT NULL"),
]

INDEXES: list[tuple[str, str]] = [
    ("outbox_waiting", "ON outbox (next_attempt_at, id) WHERE done_at IS NULL AND parked_at IS NULL"),
    ("timers_waiting", "ON timers (due_at) WHERE parked_at IS NULL"),
    ("webhook_events_waiting", "ON webhook_events (received_at) WHERE applied_at IS NULL"),
    ("uploads_unattached", "ON uploads (created_at) WHERE attached_at IS NULL AND erased_at IS NULL"),
    ("escrow_payments_dispute", "ON escrow_payments (dispute_id) WHERE dispute_id IS NOT NULL"),
    ("users_profile_image", "ON users (profile_image_id) WHERE profile_image_id IS NOT NULL"),
    ("services_name_trgm", "ON services USING gin (name gin_trgm_ops)"),
    ("worker_profiles_areas", "ON worker_profiles USING gin (service_areas)"),
]

SEQUENCES = ["ticket_reference", "dispute_reference", "flag_reference"]

FUNCTIONS = [
    """
    CREATE FUNCTION business_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
        SELECT date_trunc('milliseconds', clock_timestamp())
               + coalesce((SELECT ahead_by FROM sandbox_clock), 0) * interval '1 microsecond'
    $$
    """,
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% rows are never changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
    END $$
    """,
    """
    CREATE FUNCTION entries_sum_to_zero() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (SELECT sum(amount) FROM entries WHERE transfer_id = NEW.transfer_id) <> 0 THEN
            RAISE EXCEPTION 'entries of a transfer sum to zero' USING ERRCODE = 'integrity_constraint_violation',
                CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION transfer_has_entries() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT FROM entries WHERE transfer_id = NEW.id) THEN
            RAISE EXCEPTION 'a transfer moves something' USING ERRCODE = 'integrity_constraint_violation',
                CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
        END IF;
        RETURN NULL;
    END $$
    """,
]

TRIGGERS: list[tuple[str, str, str]] = [
    (
        "entries",
        "entries_sum_to_zero",
        "CREATE CONSTRAINT TRIGGER entries_sum_to_zero AFTER INSERT ON entries DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION entries_sum_to_zero()",
    ),
    (
        "transfers",
        "transfers_move_something",
        "CREATE CONSTRAINT TRIGGER transfers_move_something AFTER INSERT ON transfers"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION transfer_has_entries()",
    ),
    *[
        (
            table,
            f"{table}_immutable",
            f"CREATE TRIGGER {table}_immutable BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        )
        for table in ("entries", "transfers")
    ],
]

FOREIGN_KEYS = [
    # tortoise can't make a key that is also a reference
    ("worker_profiles", "worker_profiles_user_id_fkey", "(user_id) REFERENCES users (id)"),
    ("auto_reloads", "auto_reloads_worker_id_fkey", "(worker_id) REFERENCES worker_profiles (user_id)"),
    ("notice_counters", "notice_counters_user_id_fkey", "(user_id) REFERENCES users (id)"),
    ("escrow_payments", "escrow_payments_dispute_id_fkey", "(dispute_id) REFERENCES disputes (id)"),
    ("users", "users_profile_image_id_fkey", "(profile_image_id) REFERENCES uploads (id)"),
]


class Migration(migrations.Migration):
    dependencies = [("models", "0001_auto_tables")]
    initial = False

    operations = [
        ops.RunSQL(["CREATE EXTENSION IF NOT EXISTS pg_trgm", "CREATE EXTENSION IF NOT EXISTS unaccent"]),
        ops.RunSQL(FUNCTIONS),
        ops.RunSQL([f"CREATE SEQUENCE {name}" for name in SEQUENCES]),
        ops.RunSQL([f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({rule})" for table, name, rule in CHECKS]),
        ops.RunSQL(
            [f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY {rule}" for table, name, rule in FOREIGN_KEYS]
        ),
        ops.RunSQL([f"CREATE UNIQUE INDEX {name} {rule}" for name, rule in UNIQUES]),
        ops.RunSQL([f"CREATE INDEX {name} {rule}" for name, rule in INDEXES]),
        ops.RunSQL([sql for _, _, sql in TRIGGERS]),
    ]
