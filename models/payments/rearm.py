from models.db import current, transaction

LOST = """
    WITH lost AS (
        SELECT 'escrow.release' AS kind, id, release_at AS due_at FROM escrow_payments
        WHERE status = 'held' AND dispute_id IS NULL AND chargeback_id IS NULL AND release_at IS NOT NULL
          AND (paused_at IS NULL OR release_at <= paused_at)
        UNION ALL
        SELECT 'payment.presume_complete', id, presumed_at FROM escrow_payments
        WHERE status = 'held' AND dispute_id IS NULL AND chargeback_id IS NULL AND release_at IS NULL
          AND presumed_at IS NOT NULL AND (paused_at IS NULL OR presumed_at <= paused_at)
        UNION ALL
        SELECT 'escrow.limit', id, created_at + interval '85 days' FROM escrow_payments
        WHERE status = 'held' AND chargeback_id IS NULL
        UNION ALL
        SELECT 'service.redo', id, redo_due_at FROM escrow_payments
        WHERE status = 'held' AND dispute_id IS NULL AND chargeback_id IS NULL
          AND paused_at IS NULL AND worker_confirmed_at IS NULL AND redo_due_at IS NOT NULL
        UNION ALL
        SELECT 'settlement.expire', id, expires_at FROM settlements WHERE status = 'proposed'
        UNION ALL
        SELECT 'payment.expire', id, expires_at FROM payment_requests
        WHERE status = 'pending' AND closing_as IS NULL
        UNION ALL
        SELECT 'checkout.expire', id, expires_at FROM checkout_sessions WHERE status IN ('intended', 'open')
    )
    INSERT INTO timers (id, kind, subject_id, due_at, attempts)
    SELECT gen_random_uuid(), kind, id, due_at, 0 FROM lost
    WHERE due_at < business_now() - interval '1 minute'
    ON CONFLICT (kind, subject_id) DO NOTHING
    RETURNING kind
"""


async def rearm() -> list[str]:
    """Set again the timers of payments that are overdue without one: the net under the timers (C16).

    What a timer does is decided by its verb, so one too many does no harm.
    """
    async with transaction():
        rows = await current().connection.execute_query_dict(LOST)
    return [row["kind"] for row in rows]
