"""What must hold whatever happened, reckoned apart from the product: beside its own audit, not instead of it."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

from models.audit import audit
from models.database import pool
from models.payments.rearm import rearm
from tests.money.payers import Violation
from tests.money.processor import Processor

FAULTS = {
    "a wallet that isn't what its handyman paid in, earned, spent and took out": """
        SELECT w.user_id AS id FROM worker_profiles w
        WHERE (SELECT coalesce(sum(balance), 0) FROM accounts WHERE owner_id = w.user_id)
            <> (SELECT coalesce(sum(amount), 0) FROM deposits WHERE worker_id = w.user_id AND status = 'completed')
             - (SELECT coalesce(sum(purchase_amount), 0) FROM lead_purchases
                WHERE worker_id = w.user_id AND status = 'purchased')
             + (SELECT coalesce(sum(e.amount - e.refunded_amount), 0) FROM escrow_payments e
                JOIN payment_requests r ON r.id = e.payment_request_id
                WHERE r.worker_id = w.user_id AND e.status = 'released')
             - (SELECT coalesce(sum(amount), 0) FROM withdrawals
                WHERE worker_id = w.user_id AND status IN ('requested', 'approved', 'sending', 'sent'))
             - (SELECT coalesce(sum(r.amount), 0) FROM deposit_returns r JOIN deposits d ON d.id = r.deposit_id
                WHERE d.worker_id = w.user_id)
             - (SELECT coalesce(sum(debited_earnings + debited_deposits + collected), 0) FROM chargebacks
                WHERE worker_id = w.user_id AND status <> 'won')""",
    "a capture that was booked for another amount than was taken": """
        SELECT t.id FROM transfers t JOIN entries e ON e.transfer_id = t.id JOIN accounts a ON a.id = e.account_id
        WHERE a.kind = 'clearing' AND t.cause LIKE 'capture:%'
          AND -e.amount <> (($1::jsonb ->> split_part(t.cause, ':', 2))::numeric / 100)""",
    "a timer that failed": "SELECT id FROM timers WHERE attempts > 0",
}
ENDED = """
    SELECT id, 'hold ' || status || ' ' || refunded_amount || ' ' || ended_by AS how FROM escrow_payments
    WHERE status <> 'held'
    UNION ALL SELECT id, 'request ' || status || ' ' || coalesce(stripe_payment_intent_id, '')
    FROM payment_requests WHERE status <> 'pending'
    UNION ALL SELECT id, 'deposit ' || stripe_payment_intent_id FROM deposits WHERE status = 'completed'
    UNION ALL SELECT id, 'refund' FROM provider_refunds WHERE status = 'failed' OR chargeback_id IS NOT NULL
    UNION ALL SELECT id, 'withdrawal ' || status FROM withdrawals
    WHERE status IN ('refused', 'cancelled', 'failed')
    UNION ALL SELECT id, 'settlement ' || status FROM settlements WHERE status <> 'proposed'
    UNION ALL SELECT id, 'chargeback ' || status FROM chargebacks WHERE status <> 'open'
    UNION ALL SELECT id, 'transfer ' || cause FROM transfers"""
FEES = "SELECT id, amount, fee FROM payment_requests"


class Memory:
    """What ended once stays as it ended."""

    def __init__(self) -> None:
        self.ended: dict[UUID, str] = {}

    def faults(self, now: dict[UUID, str]) -> list[str]:
        found = [f"{key}: was {how}, is {now.get(key)}" for key, how in self.ended.items() if now.get(key) != how]
        self.ended = now
        return found


def fee_of(amount: Decimal) -> Decimal:
    """300 basis points, half a centavo upwards (R-13), in whole numbers."""
    return Decimal((int(amount * 100) * 300 + 5000) // 10_000) / 100


async def faults(memory: Memory, processor: Processor) -> list[str]:
    """Everything that is wrong right now, when nobody is at work."""
    found = await audit()
    taken = {key: row["amount_received"] for key, row in processor.intents.items()}
    async with (await pool()).acquire() as connection:
        for fault, statement in FAULTS.items():
            facts: list[Any] = [orjson.dumps(taken).decode()] if "$1" in statement else []
            found += [f"{row['id']}: {fault}" for row in await connection.fetch(statement, *facts)]
        ended = await connection.fetch(ENDED)
        fees = await connection.fetch(FEES)
    found += memory.faults({row["id"]: row["how"] for row in ended})
    found += [f"{row['id']}: a fee of {row['fee']}" for row in fees if row["fee"] != fee_of(row["amount"])]
    # a session's timer has gone when a worker has yet to close it
    found += [f"a timer was lost: {kind}" for kind in await rearm() if kind != "checkout.expire"]
    return found


async def refuse_faults(memory: Memory, processor: Processor) -> None:
    if found := await faults(memory, processor):
        raise Violation("\n".join(found[:20]))
