"""What must hold of money at any moment, each as one statement, so that a running system can be asked."""

from tortoise import connections

FAULTS = {
    "a transfer whose entries don't sum to zero": """
        SELECT transfer_id AS id FROM entries GROUP BY transfer_id HAVING sum(amount) <> 0""",
    "a transfer that moves nothing": """
        SELECT t.id FROM transfers t WHERE NOT EXISTS (SELECT FROM entries e WHERE e.transfer_id = t.id)""",
    "an account whose balance isn't the sum of its entries": """
        SELECT a.id FROM accounts a LEFT JOIN entries e ON e.account_id = a.id
        WHERE a.balance IS NOT NULL GROUP BY a.id HAVING a.balance <> coalesce(sum(e.amount), 0)""",
    "a checkpoint that isn't the sum of the entries up to it": """
        SELECT c.account_id AS id FROM ledger_checkpoints c
        LEFT JOIN entries e ON e.account_id = c.account_id AND e.id <= c.up_to
        GROUP BY c.account_id HAVING c.balance <> coalesce(sum(e.amount), 0)""",
    "a movement in the wallet that isn't the ledger's": """
        SELECT w.id FROM wallet_transactions w
        WHERE w.status = 'completed' AND w.amount IS DISTINCT FROM (
            SELECT sum(e.amount) FROM entries e JOIN accounts a ON a.id = e.account_id
            WHERE e.transfer_id = w.transfer_id AND a.owner_id = w.worker_id)""",
    "a transfer that its handyman can't read of": """
        SELECT DISTINCT e.transfer_id AS id FROM entries e JOIN accounts a ON a.id = e.account_id
        WHERE a.owner_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM wallet_transactions w WHERE w.transfer_id = e.transfer_id AND w.worker_id = a.owner_id)""",
    "a purchase that wasn't paid": """
        SELECT p.id FROM lead_purchases p WHERE p.purchase_amount > 0 AND NOT EXISTS (
            SELECT FROM transfers t JOIN wallet_transactions w ON w.transfer_id = t.id
            WHERE t.cause = 'lead_purchase:' || p.id || ':' || p.purchase_count
              AND t.kind = 'lead_purchase' AND w.amount = -p.purchase_amount)""",
    "a free purchase that was paid": """
        SELECT p.id FROM lead_purchases p WHERE p.is_free AND EXISTS (
            SELECT FROM transfers t WHERE t.cause = 'lead_purchase:' || p.id || ':' || p.purchase_count)""",
    "a refunded purchase whose money didn't come back": """
        SELECT p.id FROM lead_purchases p
        WHERE p.status = 'refunded' AND p.purchase_amount > 0 AND NOT EXISTS (
            SELECT FROM transfers t WHERE t.cause = 'lead_refund:' || p.id || ':' || p.purchase_count)""",
    "a purchase that was kept and refunded": """
        SELECT p.id FROM lead_purchases p WHERE p.status = 'purchased' AND EXISTS (
            SELECT FROM transfers t WHERE t.cause = 'lead_refund:' || p.id || ':' || p.purchase_count)""",
    "a reversal that isn't the mirror of what it reverses": """
        SELECT r.id FROM transfers r WHERE r.reverses_id IS NOT NULL AND EXISTS (
            SELECT FROM entries e WHERE e.transfer_id IN (r.id, r.reverses_id)
            GROUP BY e.account_id HAVING sum(e.amount) <> 0)""",
    "a week whose spending isn't what was bought in it": """
        SELECT b.id FROM weekly_budgets b WHERE b.spent_amount <> (
            SELECT coalesce(sum(p.purchase_amount), 0) FROM lead_purchases p
            WHERE p.worker_id = b.worker_id AND p.week_start_date = b.week_start_date
              AND p.status = 'purchased')""",
    "a purchase that no week counts": """
        SELECT p.id FROM lead_purchases p
        WHERE p.purchase_amount > 0 AND p.status = 'purchased' AND NOT EXISTS (
            SELECT FROM weekly_budgets b
            WHERE b.worker_id = p.worker_id AND b.week_start_date = p.week_start_date)""",
    "a completed deposit that wasn't credited": """
        SELECT d.id FROM deposits d WHERE d.status = 'completed' AND NOT EXISTS (
            SELECT FROM transfers t JOIN wallet_transactions w ON w.transfer_id = t.id
            WHERE t.cause = 'capture:' || d.stripe_payment_intent_id AND t.kind = 'deposit'
              AND w.worker_id = d.worker_id AND w.amount = d.amount)""",
    "a credit without its deposit": """
        SELECT t.id FROM transfers t WHERE t.kind = 'deposit' AND NOT EXISTS (
            SELECT FROM deposits d
            WHERE d.status = 'completed' AND t.cause = 'capture:' || d.stripe_payment_intent_id)""",
    "money owed back that wasn't booked": """
        SELECT r.id FROM provider_refunds r WHERE r.reason LIKE 'deposit_%' AND NOT EXISTS (
            SELECT FROM transfers t
            WHERE t.cause = 'capture:' || r.stripe_payment_intent_id AND t.kind = 'capture_unapplied')""",
}


async def audit() -> list[str]:
    """What should be impossible about the ledger, wallets, purchases and deposits; one line each."""
    connection = connections.get("default")
    broken = []
    for fault, statement in FAULTS.items():
        rows = await connection.execute_query_dict(statement)
        broken += [f"money {row['id']}: {fault}" for row in rows]
    return broken
