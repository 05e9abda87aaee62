"""What our ledger says of money that Stripe took."""

from decimal import Decimal

from tortoise import connections

BOOKED = """
    SELECT -sum(e.amount) AS amount FROM transfers t JOIN entries e ON e.transfer_id = t.id
    JOIN accounts a ON a.id = e.account_id WHERE t.cause = $1 AND a.kind = 'clearing'
"""


async def captured(payment_intent: str) -> Decimal | None:
    """What was booked of this payment; None when nothing was."""
    rows = await connections.get("default").execute_query_dict(BOOKED, [f"capture:{payment_intent}"])
    amount: Decimal | None = rows[0]["amount"]
    return amount
