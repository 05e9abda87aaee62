from tortoise import connections

FAULTS = {
    "a withdrawal whose money was never held": """
        SELECT w.id FROM withdrawals w WHERE NOT EXISTS (
            SELECT FROM transfers t JOIN wallet_transactions m ON m.transfer_id = t.id
            WHERE t.cause = 'withdrawal:' || w.id AND t.kind = 'withdrawal'
              AND m.worker_id = w.worker_id AND m.amount = -w.amount)""",
    "money held for no withdrawal": """
        SELECT t.id FROM transfers t WHERE t.kind LIKE 'withdrawal%' AND NOT EXISTS (
            SELECT FROM withdrawals w WHERE w.id::text = split_part(t.cause, ':', 2))""",
    "ended without its money coming back, or the other way round": """
        SELECT w.id FROM withdrawals w
        WHERE (w.status IN ('refused', 'cancelled', 'failed')) <> EXISTS (
            SELECT FROM transfers t WHERE t.cause = 'withdrawal_returned:' || w.id)""",
    "sent without being booked, or the other way round": """
        SELECT w.id FROM withdrawals w
        WHERE (w.sent_at IS NOT NULL) <> EXISTS (
            SELECT FROM transfers t WHERE t.cause = 'withdrawal_sent:' || w.id)""",
    "came back after it was sent without being booked, or the other way round": """
        SELECT w.id FROM withdrawals w
        WHERE (w.sent_at IS NOT NULL AND w.status = 'failed') <> EXISTS (
            SELECT FROM transfers t WHERE t.cause = 'withdrawal_bounced:' || w.id)""",
    "a movement that says something else than its withdrawal": """
        SELECT w.id FROM withdrawals w JOIN transfers t ON t.cause = 'withdrawal:' || w.id
        JOIN wallet_transactions m ON m.transfer_id = t.id
        WHERE m.status <> CASE w.status WHEN 'sent' THEN 'completed'
            WHEN 'requested' THEN 'pending' WHEN 'approved' THEN 'pending' WHEN 'sending' THEN 'pending'
            ELSE 'failed' END""",
    "the payouts account is not what is being withdrawn": """
        SELECT a.id FROM accounts a WHERE a.kind = 'payouts'
            AND (SELECT coalesce(sum(amount), 0) FROM entries WHERE account_id = a.id)
                <> (SELECT coalesce(sum(amount), 0) FROM withdrawals
                    WHERE status IN ('requested', 'approved', 'sending'))""",
    "a deposit given back that wasn't booked": """
        SELECT r.id FROM deposit_returns r WHERE r.amount <> coalesce((
            SELECT -sum(e.amount) FROM transfers t JOIN entries e ON e.transfer_id = t.id
            JOIN accounts a ON a.id = e.account_id
            WHERE t.cause = 'deposit_returned:' || r.id AND a.kind = 'deposits'), 0)""",
    "given back, but not what its refund says": """
        SELECT r.id FROM deposit_returns r JOIN provider_refunds p ON p.id = r.provider_refund_id
        WHERE p.amount <> r.amount""",
    "more given back than was deposited": """
        SELECT d.id FROM deposits d
        WHERE d.amount < (SELECT sum(r.amount) FROM deposit_returns r WHERE r.deposit_id = d.id)""",
    "a withdrawal taken out of deposits": """
        SELECT t.id FROM transfers t JOIN entries e ON e.transfer_id = t.id JOIN accounts a ON a.id = e.account_id
        WHERE t.kind LIKE 'withdrawal%' AND a.kind = 'deposits'""",
}


async def audit() -> list[str]:
    """What should be impossible about withdrawals, one line each."""
    connection = connections.get("default")
    broken = []
    for fault, statement in FAULTS.items():
        rows = await connection.execute_query_dict(statement)
        broken += [f"withdrawal {row['id']}: {fault}" for row in rows]
    return broken
