"""What must never be true, said to the database: tortoise's own Meta.constraints don't reach it."""

from tortoise import migrations
from tortoise.migrations import operations as ops


def one_of(table: str, column: str, *values: str) -> tuple[str, str, str]:
    listed = ", ".join(f"'{value}'" for value in values)
    return (table, f"{table}_{column}_known", f"{column} IN ({listed})")


CHECKS: list[tuple[str, str, str]] = [
    one_of("users", "role", "client", "worker", "customer_support", "admin"),
    one_of("users", "status", "active", "suspended", "banned"),
    one_of("users", "locale", "es-MX", "en"),
    ("users", "users_email_lower", "email = lower(email)"),
    ("users", "users_verified_phone_exists", "NOT phone_verified OR phone IS NOT NULL"),
    ("users", "users_phone_international", "phone ~ '^\\+[1-9][0-9]{7,14}$'"),
    one_of("email_tokens", "purpose", "verify_email", "reset_password"),
    ("email_tokens", "email_tokens_expire_later", "expires_at > created_at"),
    ("phone_codes", "phone_codes_attempts_bounded", "attempts BETWEEN 0 AND 3"),
    one_of("phone_codes", "channel", "whatsapp", "sms"),
    one_of("sanctions", "kind", "warning", "suspension", "ban", "reinstatement"),
    one_of(
        "worker_profiles",
        "approval_status",
        "draft",
        "pending",
        "approved",
        "rejected",
        "changes_requested",
    ),
    (
        "worker_profiles",
        "worker_profiles_complete_when_submitted",
        "approval_status = 'draft' OR (char_length(description) BETWEEN 20 AND 400"
        " AND cardinality(service_areas) BETWEEN 1 AND 20)",
    ),
    (
        "worker_profiles",
        "worker_profiles_approved_by_someone",
        "approval_status <> 'approved' OR (approved_at IS NOT NULL AND approved_by_id IS NOT NULL"
        " AND free_until IS NOT NULL)",
    ),
    (
        "worker_profiles",
        "worker_profiles_rejected_with_reason",
        "approval_status <> 'rejected' OR (rejection_reason IS NOT NULL AND may_reapply_at IS NOT NULL)",
    ),
    one_of("approval_decisions", "decision", "pending", "approved", "rejected", "changes_requested"),
    one_of("worker_services", "pricing_type", "hourly", "fixed"),
    ("worker_services", "worker_services_price_positive", "price_amount > 0"),
    ("worker_services", "worker_services_minimum_not_negative", "minimum_charge >= 0"),
    ("zip_codes", "zip_codes_five_digits", "zip_code ~ '^[0-9]{5}$'"),
    one_of(
        "uploads",
        "purpose",
        "profile",
        "portfolio",
        "lead",
        "message",
        "completion",
        "review",
        "evidence",
        "ticket",
    ),
    one_of("uploads", "kind", "image", "video", "voice", "file"),
    one_of("uploads", "state", "received", "ready", "refused"),
    ("uploads", "uploads_not_empty", "byte_size > 0"),
    one_of("portfolio_projects", "verification_status", "unverified", "pending", "verified", "declined"),
    ("portfolio_projects", "portfolio_projects_month_real", "completed_month BETWEEN 1 AND 12"),
    ("portfolio_projects", "portfolio_projects_year_real", "completed_year BETWEEN 1950 AND 2200"),
    one_of("portfolio_media", "media_type", "image", "video"),
    one_of("leads", "status", "active", "expired", "cancelled"),
    one_of("leads", "urgency", "regular", "soon", "urgent", "emergency"),
    one_of("leads", "preferred_time", "morning", "afternoon", "evening", "flexible"),
    ("leads", "leads_budget_ordered", "budget_min <= budget_max"),
    ("leads", "leads_budget_min_not_negative", "budget_min >= 0"),
    ("leads", "leads_budget_max_not_negative", "budget_max >= 0"),
    ("leads", "leads_title_said", "char_length(title) BETWEEN 1 AND 200"),
    ("leads", "leads_price_not_negative", "price >= 0"),
    ("leads", "leads_zip_five_digits", "zip_code ~ '^[0-9]{5}$'"),
    ("leads", "leads_expire_later", "expires_at > created_at"),
    ("leads", "leads_cancelled_with_time", "(status = 'cancelled') = (cancelled_at IS NOT NULL)"),
    one_of("lead_media", "media_type", "image", "video"),
    ("lead_recipients", "lead_recipients_at_most_six", "position BETWEEN 1 AND 6"),
    one_of("lead_purchases", "status", "purchased", "refunded"),
    one_of("lead_purchases", "outcome", "unresponsive", "cancelled", "deleted"),
    ("lead_purchases", "lead_purchases_amount_not_negative", "purchase_amount >= 0"),
    ("lead_purchases", "lead_purchases_free_costs_nothing", "NOT is_free OR purchase_amount = 0"),
    ("lead_purchases", "lead_purchases_week_is_monday", "extract(isodow FROM week_start_date) = 1"),
    (
        "lead_purchases",
        "lead_purchases_window_48_hours",
        "refund_eligible_until = purchased_at + interval '48 hours'",
    ),
    (
        "lead_purchases",
        "lead_purchases_refunded_with_time",
        "status <> 'refunded' OR refunded_at IS NOT NULL",
    ),
    (
        "lead_purchases",
        "lead_purchases_answered_with_time",
        "client_responded = (client_response_at IS NOT NULL)",
    ),
    (
        "lead_purchases",
        "lead_purchases_answered_or_refunded",
        "NOT (status = 'refunded' AND client_responded)",
    ),
    (
        "lead_purchases",
        "lead_purchases_refunds_counted",
        "refund_count BETWEEN 0 AND 1 AND purchase_count >= 1 + refund_count - (status = 'refunded')::int",
    ),
    one_of("conversations", "status", "active", "archived", "flagged"),
    ("conversations", "conversations_seq_not_negative", "last_seq >= 0"),
    (
        "conversations",
        "conversations_contact_with_time",
        "(contact IS NULL) = (contact_revealed_at IS NULL)",
    ),
    ("conversations", "conversations_deleted_by_someone", "(deleted_at IS NULL) = (deleted_by_id IS NULL)"),
    ("conversations", "conversations_two_people", "client_id <> worker_id"),
    one_of("conversation_participants", "side", "client", "worker", "staff"),
    ("conversation_participants", "conversation_participants_read_not_negative", "last_read_seq >= 0"),
    one_of("messages", "message_type", "text", "image", "video", "voice", "file", "event"),
    one_of("messages", "audience", "both", "client", "worker", "staff"),
    ("messages", "messages_seq_positive", "seq >= 1"),
    (
        "messages",
        "messages_one_body",
        "CASE message_type"
        " WHEN 'text' THEN content IS NOT NULL AND upload_id IS NULL AND event IS NULL"
        " WHEN 'event' THEN event ? 'kind' AND content IS NULL AND upload_id IS NULL"
        " ELSE upload_id IS NOT NULL AND event IS NULL END",
    ),
    ("messages", "messages_text_bounded", "char_length(content) BETWEEN 1 AND 5000"),
    ("messages", "messages_said_by_someone", "message_type = 'event' OR sender_id IS NOT NULL"),
    ("messages", "messages_key_shape", "client_msg_id ~ '^[A-Za-z0-9_-]{1,64}$'"),
    ("messages", "messages_target_earlier", "target_seq < seq"),
    one_of("flagged_conversations", "reason", "inappropriate", "spam", "harassment", "scam", "other"),
    one_of("flagged_conversations", "status", "pending", "under_review", "resolved", "dismissed"),
    one_of("accounts", "kind", "deposits", "earnings", "revenue", "escrow", "clearing", "unapplied"),
    (
        "accounts",
        "accounts_personal_have_owner_and_balance",
        "(kind IN ('deposits', 'earnings')) = (owner_id IS NOT NULL)"
        " AND (owner_id IS NOT NULL) = (balance IS NOT NULL)",
    ),
    ("accounts", "accounts_never_negative", "balance >= 0"),
    one_of(
        "transfers",
        "kind",
        "deposit",
        "lead_purchase",
        "lead_refund",
        "escrow_funded",
        "escrow_released",
        "escrow_refunded",
        "capture_unapplied",
        "unapplied_refunded",
        "withdrawal",
        "adjustment",
    ),
    ("entries", "entries_move_something", "amount <> 0"),
    one_of(
        "wallet_transactions",
        "transaction_type",
        "deposit",
        "lead_purchase",
        "refund",
        "withdrawal",
        "payment_received",
        "adjustment",
    ),
    one_of("wallet_transactions", "status", "pending", "completed", "failed"),
    ("wallet_transactions", "wallet_transactions_never_negative", "balance_after >= 0"),
    ("weekly_budgets", "weekly_budgets_week_is_monday", "extract(isodow FROM week_start_date) = 1"),
    ("weekly_budgets", "weekly_budgets_minimum_300", "budget_limit >= 300"),
    ("weekly_budgets", "weekly_budgets_next_minimum_300", "next_limit >= 300"),
    ("weekly_budgets", "weekly_budgets_spent_within_limit", "spent_amount BETWEEN 0 AND budget_limit"),
    one_of("deposits", "method", "card", "oxxo", "spei"),
    one_of("deposits", "status", "created", "pending", "completed", "failed", "expired"),
    ("deposits", "deposits_300_to_10000", "amount BETWEEN 300 AND 10000"),
    ("deposits", "deposits_completed_with_time", "(status = 'completed') = (completed_at IS NOT NULL)"),
    ("auto_reloads", "auto_reloads_300_to_10000", "amount BETWEEN 300 AND 10000"),
    ("auto_reloads", "auto_reloads_threshold_positive", "threshold > 0"),
    ("auto_reloads", "auto_reloads_enabled_with_card", "NOT is_enabled OR card_id IS NOT NULL"),
    one_of("withdrawals", "status", "requested", "approved", "sent", "paid", "refused", "failed"),
    ("withdrawals", "withdrawals_minimum_100", "amount >= 100"),
    ("withdrawals", "withdrawals_clabe_18_digits", "clabe ~ '^[0-9]{18}$'"),
    one_of("payment_requests", "status", "pending", "paid", "declined", "cancelled", "expired"),
    one_of("payment_requests", "closing_as", "declined", "cancelled", "expired"),
    ("payment_requests", "payment_requests_amount_positive", "amount > 0"),
    ("payment_requests", "payment_requests_fee_not_negative", "fee >= 0"),
    ("payment_requests", "payment_requests_closing_since", "(closing_as IS NULL) = (closing_at IS NULL)"),
    (
        "payment_requests",
        "payment_requests_paid_by_something",
        "status <> 'paid' OR stripe_payment_intent_id IS NOT NULL",
    ),
    ("payment_requests", "payment_requests_settled_with_time", "(status = 'pending') = (settled_at IS NULL)"),
    one_of("checkout_sessions", "status", "intended", "open", "closed", "completed"),
    (
        "checkout_sessions",
        "checkout_sessions_open_somewhere",
        "status <> 'open' OR (stripe_session_id IS NOT NULL AND url IS NOT NULL)",
    ),
    one_of("escrow_payments", "status", "held", "released", "refunded"),
    ("escrow_payments", "escrow_payments_amount_positive", "amount > 0"),
    (
        "escrow_payments",
        "escrow_payments_worker_confirms_first",
        "completion_confirmed_by_worker = (worker_confirmed_at IS NOT NULL)",
    ),
    (
        "escrow_payments",
        "escrow_payments_confirmed_by_both_or_presumed",
        "completion_confirmed_at IS NULL OR (completion_confirmed_by_worker"
        " AND (completion_confirmed_by_client OR is_presumed))",
    ),
    (
        "escrow_payments",
        "escrow_payments_five_days_at_least",
        "(release_at IS NULL) = (completion_confirmed_at IS NULL)"
        " AND release_at >= completion_confirmed_at + interval '120 hours'",
    ),
    (
        "escrow_payments",
        "escrow_payments_released_with_time",
        "(status = 'released') = (released_at IS NOT NULL)",
    ),
    (
        "escrow_payments",
        "escrow_payments_refunded_with_time",
        "(status = 'refunded') = (refunded_at IS NOT NULL)",
    ),
    (
        "escrow_payments",
        "escrow_payments_released_when_confirmed",
        "status <> 'released' OR (completion_confirmed_at IS NOT NULL AND dispute_id IS NULL)",
    ),
    one_of("provider_refunds", "status", "intended", "pending", "succeeded", "failed"),
    ("provider_refunds", "provider_refunds_amount_positive", "amount > 0"),
    one_of("disputes", "dispute_type", "payment", "quality", "no_show", "fraud", "other"),
    one_of("disputes", "priority", "low", "medium", "high", "critical"),
    one_of("disputes", "status", "open", "in_progress", "resolved", "escalated"),
    one_of("disputes", "resolution_type", "full_refund", "partial_refund", "payment_to_worker", "redo", "other"),
    ("disputes", "disputes_refund_not_negative", "refund_amount >= 0"),
    one_of("dispute_evidence", "media_type", "image", "video", "document"),
    ("reviews", "reviews_overall_rating_1_to_5", "overall_rating BETWEEN 1 AND 5"),
    ("reviews", "reviews_quality_rating_1_to_5", "quality_rating BETWEEN 1 AND 5"),
    ("reviews", "reviews_communication_rating_1_to_5", "communication_rating BETWEEN 1 AND 5"),
    ("reviews", "reviews_punctuality_rating_1_to_5", "punctuality_rating BETWEEN 1 AND 5"),
    ("reviews", "reviews_professionalism_rating_1_to_5", "professionalism_rating BETWEEN 1 AND 5"),
    ("reviews", "reviews_value_rating_1_to_5", "value_rating BETWEEN 1 AND 5"),
    ("reviews", "reviews_title_10_to_100", "char_length(title) BETWEEN 10 AND 100"),
    ("reviews", "reviews_description_100_to_1000", "char_length(description) BETWEEN 100 AND 1000"),
    ("reviews", "reviews_response_at_most_500", "char_length(worker_response) <= 500"),
    one_of("support_tickets", "category", "technical", "account", "policy", "guidance", "payment", "other"),
    one_of("support_tickets", "priority", "low", "medium", "high", "urgent"),
    one_of("support_tickets", "status", "open", "in_progress", "waiting_user", "resolved"),
    ("satisfaction_surveys", "satisfaction_surveys_rating_1_to_5", "rating BETWEEN 1 AND 5"),
    ("notices", "notices_seq_positive", "seq >= 1"),
    ("notice_counters", "notice_counters_read_within", "last_read_seq BETWEEN 0 AND last_seq"),
    ("outbox", "outbox_attempts_not_negative", "attempts >= 0"),
    ("outbox", "outbox_reaction_has_event", "(reaction IS NULL) = (parent_id IS NULL)"),
    ("sandbox_clock", "sandbox_clock_only_one", "id = 1"),
    ("sandbox_clock", "sandbox_clock_never_behind", "ahead_by >= 0"),
]

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
