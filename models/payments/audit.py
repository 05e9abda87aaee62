from tortoise import connections

FAULTS = {
    "paid without its escrow": """
        SELECT r.id FROM payment_requests r LEFT JOIN escrow_payments e ON e.payment_request_id = r.id
        WHERE r.status = 'paid' AND e.id IS NULL""",
    "held without being paid": """
        SELECT r.id FROM payment_requests r JOIN escrow_payments e ON e.payment_request_id = r.id
        WHERE r.status <> 'paid'""",
    "held for another amount than was asked": """
        SELECT r.id FROM payment_requests r JOIN escrow_payments e ON e.payment_request_id = r.id
        WHERE r.amount <> e.amount""",
    "paid without being booked": """
        SELECT r.id FROM payment_requests r
        WHERE r.status = 'paid' AND NOT EXISTS (
            SELECT FROM transfers t
            WHERE t.cause = 'capture:' || r.stripe_payment_intent_id AND t.kind = 'escrow_funded')""",
    "the handyman's part of an ended hold isn't what was booked": """
        SELECT e.payment_request_id AS id FROM escrow_payments e
        WHERE e.status <> 'held' AND e.amount - e.refunded_amount <> coalesce((
            SELECT sum(n.amount) FROM transfers t JOIN entries n ON n.transfer_id = t.id
            JOIN accounts a ON a.id = n.account_id
            WHERE t.cause = 'escrow_released:' || e.id AND a.kind = 'earnings'), 0)""",
    "the client's part of an ended hold isn't what was booked": """
        SELECT e.payment_request_id AS id FROM escrow_payments e
        WHERE e.status <> 'held' AND e.refunded_amount <> coalesce((
            SELECT -sum(n.amount) FROM transfers t JOIN entries n ON n.transfer_id = t.id
            JOIN accounts a ON a.id = n.account_id
            WHERE t.cause = 'escrow_refunded:' || e.id AND a.kind = 'escrow'), 0)""",
    "the client's part of an ended hold isn't on its way to the card": """
        SELECT e.payment_request_id AS id FROM escrow_payments e
        JOIN payment_requests r ON r.id = e.payment_request_id
        WHERE e.refunded_amount > 0 AND e.ended_by <> 'chargeback'
          AND e.refunded_amount + CASE WHEN e.status = 'refunded' THEN r.fee ELSE 0 END <> coalesce((
            SELECT sum(p.amount) FROM provider_refunds p
            WHERE p.payment_request_id = r.id AND p.reason = 'escrow_' || e.ended_by), 0)""",
    "money moved out of a hold that goes on": """
        SELECT e.payment_request_id AS id FROM escrow_payments e
        WHERE e.status = 'held' AND EXISTS (
            SELECT FROM transfers t WHERE t.cause IN ('escrow_released:' || e.id, 'escrow_refunded:' || e.id))""",
    "the chargebacks account is not what banks are deciding about": """
        SELECT a.id FROM accounts a WHERE a.kind = 'chargebacks'
            AND (SELECT coalesce(-sum(amount), 0) FROM entries WHERE account_id = a.id) <> (
                SELECT coalesce(sum(amount - debited_earnings - debited_deposits - owed), 0) FROM chargebacks
                WHERE status = 'open')""",
    "the receivables account is not what handymen owe": """
        SELECT a.id FROM accounts a WHERE a.kind = 'receivables'
            AND (SELECT coalesce(-sum(amount), 0) FROM entries WHERE account_id = a.id) <> (
                SELECT coalesce(sum(owed - collected - written_off), 0) FROM chargebacks WHERE status <> 'won')""",
    "a debt written off without being booked as our loss": """
        SELECT c.id FROM chargebacks c WHERE c.written_off <> coalesce((
            SELECT -sum(n.amount) FROM transfers t JOIN entries n ON n.transfer_id = t.id
            JOIN accounts a ON a.id = n.account_id
            WHERE t.cause = 'receivable_written_off:' || c.id AND a.kind = 'revenue'), 0)""",
    "its clocks stand still although nobody is suspended": """
        SELECT e.payment_request_id AS id FROM escrow_payments e
        JOIN payment_requests r ON r.id = e.payment_request_id
        WHERE e.paused_at IS NOT NULL AND NOT EXISTS (
            SELECT FROM users u WHERE u.id IN (r.client_id, r.worker_id) AND u.status <> 'active')""",
    "asked for although one of the two is suspended": """
        SELECT r.id FROM payment_requests r JOIN users u ON u.id IN (r.client_id, r.worker_id)
        WHERE r.status = 'pending' AND r.closing_as IS NULL AND u.status <> 'active'""",
    "frozen by a chargeback that isn't open, or not frozen by one that is": """
        SELECT e.payment_request_id AS id FROM escrow_payments e LEFT JOIN chargebacks c
            ON c.payment_request_id = e.payment_request_id AND c.status = 'open' AND e.status = 'held'
        WHERE e.chargeback_id IS DISTINCT FROM c.id""",
    "a split is open for a hold that is over": """
        SELECT s.payment_request_id AS id FROM settlements s
        JOIN escrow_payments e ON e.payment_request_id = s.payment_request_id
        WHERE s.status = 'proposed' AND e.status <> 'held'""",
    "owed back without being booked": """
        SELECT p.id FROM provider_refunds p
        WHERE p.reason LIKE 'request_%' AND NOT EXISTS (
            SELECT FROM transfers t
            WHERE t.cause = 'capture:' || p.stripe_payment_intent_id AND t.kind = 'capture_unapplied')""",
    "given back by a bank that has not kept it": """
        SELECT p.id FROM provider_refunds p JOIN chargebacks c ON c.id = p.chargeback_id
        WHERE c.status <> 'lost' OR c.stripe_payment_intent_id <> p.stripe_payment_intent_id OR NOT EXISTS (
            SELECT FROM transfers t WHERE t.cause = 'chargeback:' || c.stripe_dispute_id || ':closed')""",
    "paid back without being booked, or the other way round": """
        SELECT p.id FROM provider_refunds p
        WHERE p.chargeback_id IS NULL AND (p.status = 'succeeded') <> EXISTS (
            SELECT FROM transfers t WHERE t.kind = 'unapplied_refunded'
              AND t.cause = CASE WHEN p.settled_by_id IS NOT NULL THEN 'refund_by_hand:' || p.id
                WHEN p.attempt = 1 THEN 'refund:' || p.id ELSE 'refund:' || p.id || ':' || p.attempt END
              AND NOT EXISTS (SELECT FROM transfers b WHERE b.reverses_id = t.id))""",
    "the escrow account is not what is held": """
        SELECT a.id FROM accounts a WHERE a.kind = 'escrow'
            AND (SELECT coalesce(sum(amount), 0) FROM entries WHERE account_id = a.id)
                <> (SELECT coalesce(sum(amount), 0) FROM escrow_payments WHERE status = 'held')""",
    "the unapplied account is not what is owed back": """
        SELECT a.id FROM accounts a WHERE a.kind = 'unapplied'
            AND (SELECT coalesce(sum(amount), 0) FROM entries WHERE account_id = a.id)
                <> (SELECT coalesce(sum(amount), 0) FROM provider_refunds WHERE status <> 'succeeded')""",
    "frozen without a dispute, or disputed without being frozen": """
        SELECT e.payment_request_id AS id FROM escrow_payments e LEFT JOIN disputes d
            ON d.escrow_payment_id = e.id AND d.status <> 'resolved'
        WHERE e.dispute_id IS DISTINCT FROM d.id""",
}


async def audit() -> list[str]:
    """What should be impossible about payments, one line each; the ledger's own sums are the wallet's."""
    connection = connections.get("default")
    broken = []
    for fault, statement in FAULTS.items():
        rows = await connection.execute_query_dict(statement)
        broken += [f"payment {row['id']}: {fault}" for row in rows]
    return broken
