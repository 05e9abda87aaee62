"""Leads, purchases and conversations."""

from models.first_rules.check import Check, one_of

CHECKS: list[Check] = [
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
        (
            "CASE message_type"
            " WHEN 'text' THEN content IS NOT NULL AND upload_id IS NULL AND event IS NULL"
            " WHEN 'event' THEN event ? 'kind' AND content IS NULL AND upload_id IS NULL"
            " ELSE upload_id IS NOT NULL AND event IS NULL END"
        ),
    ),
    ("messages", "messages_text_bounded", "char_length(content) BETWEEN 1 AND 5000"),
    ("messages", "messages_said_by_someone", "message_type = 'event' OR sender_id IS NOT NULL"),
    ("messages", "messages_key_shape", "client_msg_id ~ '^[A-Za-z0-9_-]{1,64}$'"),
    ("messages", "messages_target_earlier", "target_seq < seq"),
    one_of("flagged_conversations", "reason", "inappropriate", "spam", "harassment", "scam", "other"),
    one_of("flagged_conversations", "status", "pending", "under_review", "resolved", "dismissed"),
    ("outbox", "outbox_attempts_not_negative", "attempts >= 0"),
    ("outbox", "outbox_reaction_has_event", "(reaction IS NULL) = (parent_id IS NULL)"),
    ("sandbox_clock", "sandbox_clock_only_one", "id = 1"),
    ("sandbox_clock", "sandbox_clock_never_behind", "ahead_by >= 0"),
]
