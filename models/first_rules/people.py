"""Who people are, what they offer, what they hand in, what they are told."""

from models.first_rules.check import Check, one_of

CHECKS: list[Check] = [
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
        (
            "approval_status = 'draft' OR (char_length(description) BETWEEN 20 AND 400"
            " AND cardinality(service_areas) BETWEEN 1 AND 20)"
        ),
    ),
    (
        "worker_profiles",
        "worker_profiles_approved_by_someone",
        (
            "approval_status <> 'approved' OR (approved_at IS NOT NULL AND approved_by_id IS NOT NULL"
            " AND free_until IS NOT NULL)"
        ),
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
    one_of("support_tickets", "category", "technical", "account", "policy", "guidance", "payment", "other"),
    one_of("support_tickets", "priority", "low", "medium", "high", "urgent"),
    one_of("support_tickets", "status", "open", "in_progress", "waiting_user", "resolved"),
    ("satisfaction_surveys", "satisfaction_surveys_rating_1_to_5", "rating BETWEEN 1 AND 5"),
    ("notices", "notices_seq_positive", "seq >= 1"),
    ("notice_counters", "notice_counters_read_within", "last_read_seq BETWEEN 0 AND last_seq"),
]
