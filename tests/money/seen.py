"""What the actors of a round see: the rows as they stand when it begins. What they do may come too late."""

from typing import Any

import orjson

from models.database import pool
from tests.money.payers import Books

Row = dict[str, Any]
Seen = dict[str, list[Row]]

LOOKS = {
    "offers": """
        SELECT r.lead_id AS id, l.client_id, r.worker_id, l.status, u.status AS person, w.is_paused,
               p.status AS bought, p.status = 'purchased' AND NOT p.client_responded AS is_unanswered,
               EXISTS (SELECT FROM conversations c
                       WHERE c.purchase_id = p.id AND c.deleted_at IS NOT NULL) AS is_deleted,
               b.deposits + b.earnings AS balance
        FROM lead_recipients r JOIN leads l ON l.id = r.lead_id JOIN users u ON u.id = r.worker_id
        JOIN worker_profiles w ON w.user_id = r.worker_id
        LEFT JOIN lead_purchases p ON p.lead_id = r.lead_id AND p.worker_id = r.worker_id
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(balance) FILTER (WHERE kind = 'deposits'), 0) AS deposits,
                   coalesce(sum(balance) FILTER (WHERE kind = 'earnings'), 0) AS earnings
            FROM accounts WHERE owner_id = r.worker_id) AS b
        ORDER BY r.id""",
    "workers": """
        SELECT u.id, u.id AS worker_id, u.status, w.is_paused, s.is_enabled AS reloads,
               (SELECT balance FROM accounts WHERE owner_id = u.id AND kind = 'earnings') AS earnings,
               EXISTS (SELECT FROM saved_cards c WHERE c.worker_id = u.id AND c.removed_at IS NULL) AS has_card,
               coalesce((SELECT spent_amount FROM weekly_budgets b WHERE b.worker_id = u.id
                         ORDER BY week_start_date DESC LIMIT 1), 0) AS spent,
               (SELECT count(*) FROM users WHERE status = 'suspended' AND deleted_at IS NULL) AS suspended,
               (SELECT array_agg(id) FROM users WHERE role = 'worker' AND status = 'active') AS active
        FROM users u JOIN worker_profiles w ON w.user_id = u.id
        LEFT JOIN auto_reloads s ON s.worker_id = u.id ORDER BY u.id""",
    "talks": """
        SELECT c.id, c.client_id, c.worker_id, c.contact_revealed_at, c.worker_wrote_at, c.deleted_at,
               p.status, p.client_responded, p.refund_count, u.status AS person
        FROM conversations c JOIN lead_purchases p ON p.id = c.purchase_id JOIN users u ON u.id = c.worker_id
        ORDER BY c.id""",
    "payments": """
        SELECT r.id, r.conversation_id, r.client_id, r.worker_id, r.status, r.closing_as, r.amount, r.fee,
               r.stripe_payment_intent_id AS intent, s.stripe_session_id AS session, e.id AS escrow_id,
               e.status AS hold, e.dispute_id, e.chargeback_id, e.worker_confirmed_at, e.completion_confirmed_at,
               e.paused_at,
               EXISTS (SELECT FROM chargebacks b WHERE b.payment_request_id = r.id) AS was_charged_back,
               (SELECT count(*) FROM users WHERE status = 'suspended' AND deleted_at IS NULL) AS suspended
        FROM payment_requests r LEFT JOIN escrow_payments e ON e.payment_request_id = r.id
        LEFT JOIN LATERAL (
            SELECT stripe_session_id FROM checkout_sessions
            WHERE payment_request_id = r.id ORDER BY id DESC LIMIT 1) AS s ON true
        ORDER BY r.id""",
    "disputes": """
        SELECT d.id, d.status, d.raised_by_id, d.answer, e.amount, e.created_at, e.chargeback_id,
               r.id AS request_id, r.client_id, r.worker_id
        FROM disputes d JOIN escrow_payments e ON e.id = d.escrow_payment_id
        JOIN payment_requests r ON r.id = e.payment_request_id ORDER BY d.id""",
    "offered": """
        SELECT s.id, r.id AS request_id, s.status, s.proposed_by_id, r.client_id, r.worker_id, e.chargeback_id,
               CASE s.proposed_by_id WHEN r.client_id THEN r.worker_id ELSE r.client_id END AS other_id
        FROM settlements s JOIN payment_requests r ON r.id = s.payment_request_id
        JOIN escrow_payments e ON e.payment_request_id = r.id ORDER BY s.id""",
    "withdrawals": """
        SELECT w.id, w.worker_id, w.status, w.confirmed_at, w.driver, u.status AS person,
               business_now() < w.created_at + interval '24 hours' AS is_fresh
        FROM withdrawals w JOIN users u ON u.id = w.worker_id ORDER BY w.id""",
    "deposits": """
        SELECT id, worker_id, amount, method, status, is_automatic, stripe_session_id AS session,
               stripe_payment_intent_id AS intent,
               EXISTS (SELECT FROM chargebacks b WHERE b.stripe_payment_intent_id = d.stripe_payment_intent_id)
                   AS was_charged_back,
               (SELECT sum(balance) FROM accounts a WHERE a.owner_id = d.worker_id) < amount AS is_spent,
               least(amount - (SELECT coalesce(sum(r.amount), 0) FROM deposit_returns r WHERE r.deposit_id = d.id),
                     (SELECT balance FROM accounts a WHERE a.owner_id = d.worker_id AND a.kind = 'deposits'))
                   AS left
        FROM deposits d ORDER BY id""",
    "clients": "SELECT id, id AS client_id FROM users WHERE role = 'client' AND deleted_at IS NULL ORDER BY id",
    "owing": """
        SELECT stripe_dispute_id AS id FROM chargebacks WHERE status = 'open' AND owed > collected ORDER BY id""",
    "surplus": """
        SELECT t.id, split_part(t.cause, ':', 2) AS intent FROM transfers t
        WHERE t.kind = 'capture_unapplied' AND t.cause LIKE 'capture:%' AND NOT EXISTS (
            SELECT FROM chargebacks b WHERE b.stripe_payment_intent_id = split_part(t.cause, ':', 2))
        ORDER BY t.id""",
    "debts": """
        SELECT id, worker_id FROM chargebacks
        WHERE status = 'lost' AND owed - collected - written_off > 0 ORDER BY id""",
    "cards": "SELECT id, worker_id, removed_at FROM saved_cards ORDER BY id",
    "orders": """
        SELECT id, event, facts, occurred_at, EXISTS (SELECT FROM freezes WHERE lifted_at IS NULL) AS is_frozen
        FROM outbox
        WHERE reaction IS NULL AND done_at IS NULL AND parked_at IS NULL AND event = ANY ($1) ORDER BY id""",
    "shut": "SELECT id FROM users WHERE status = 'suspended' AND deleted_at IS NULL ORDER BY id",
    "switch": "SELECT 1 AS id, EXISTS (SELECT FROM freezes WHERE lifted_at IS NULL) AS is_on",
}

GONE = "SELECT id FROM users WHERE deleted_at IS NOT NULL"


async def look(events: list[str], books: Books) -> Seen:
    async with (await pool()).acquire() as connection:
        seen = {
            name: [dict(row) for row in await connection.fetch(ask, *([events] if "$1" in ask else []))]
            for name, ask in LOOKS.items()
        }
        gone = {row["id"] for row in await connection.fetch(GONE)}
    for name, rows in seen.items():
        seen[name] = [row for row in rows if row.get("client_id") not in gone]
    for row in seen["orders"]:
        row["facts"] = orjson.loads(row["facts"])
    for row in seen["payments"]:
        page = books.sessions.get(row["session"] or "", {})
        row["is_page_paid"] = page.get("payment_status") == "paid"
    return seen | at_processor(books, {str(row["id"]): row["method"] for row in seen["deposits"]})


def at_processor(books: Books, methods: dict[str, str]) -> Seen:
    """What payers and banks see."""
    sessions = list(books.sessions.values())
    awaited = {row["id"] for row in books.intents.values() if row["status"] == "requires_action"}
    return {
        "pages": [
            {"id": row["id"], "for": methods.get(row["metadata"].get("deposit_id"), "request")}
            for row in sessions
            if row["status"] == "open"
        ],
        "vouchers": [{"id": row["id"]} for row in sessions if row["payment_intent"] in awaited],
        "banks": [{"id": row["id"]} for row in books.disputes.values() if row["status"] == "needs_response"],
        "transfers": [{"id": row["id"]} for row in books.transfers.values() if not row["amount_reversed"]],
        "refunds": [
            {"id": row["id"], "status": row["status"], "is_old": number % 5 == 0}
            for number, row in enumerate(books.refunds.values())
            if row["status"] in {"pending", "succeeded"}
        ],
    }
