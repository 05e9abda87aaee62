"""The ledger, payments and what hangs on them."""

from models.first_rules.check import Check, one_of

CHECKS: list[Check] = [
    one_of("accounts", "kind", "deposits", "earnings", "revenue", "escrow", "clearing", "unapplied"),
    (
        "accounts",
        "accounts_personal_have_owner_and_balance",
        (
            "(kind IN ('deposits', 'earnings')) = (owner_id IS NOT NULL)"
            " AND (owner_id IS NOT NULL) = (balance IS NOT NULL)"
        ),
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
        (
            "completion_confirmed_at IS NULL OR (completion_confirmed_by_worker"
            " AND (completion_confirmed_by_client OR is_presumed))"
        ),
    ),
    (
        "escrow_payments",
        "escrow_payments_five_days_at_least",
        (
            "(release_at IS NULL) = (completion_confirmed_at IS NULL)"
            " AND release_at >= completion_confirmed_at + interval '120 hours'"
        ),
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
]
