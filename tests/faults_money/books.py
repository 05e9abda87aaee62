"""The outside world's own books beside ours: what was charged, given back, transferred and written, how often."""

import hashlib
from collections import Counter
from decimal import Decimal
from typing import Any

from integrations.emulators.store import Store
from tests.faults.house import House

Tree = dict[str, Any]

CLEARING = """
SELECT coalesce(sum(e.amount), 0) AS sum FROM entries e JOIN accounts a ON a.id = e.account_id
WHERE a.kind = 'clearing'"""
REQUESTS = """
SELECT r.id::text, r.status, r.amount + r.fee AS total, e.status AS hold, coalesce(e.refunded_amount, 0) AS part
FROM payment_requests r LEFT JOIN escrow_payments e ON e.payment_request_id = r.id"""
LETTERS = "SELECT parent_id, reaction, event, attempts FROM outbox WHERE reaction LIKE 'mail\\_%'"


class Books:
    def __init__(self, house: House) -> None:
        self._house = house
        kept = Store(house.outside.home / "outside.sqlite3")
        self.charges = [each for each in kept.newest("stripe:payment_intent") if each["status"] == "succeeded"]
        self.refunds = kept.newest("stripe:refund")
        self.transfers = kept.newest("stripe:transfer")
        self.sessions = kept.newest("stripe:checkout.session")
        self.mails = kept.newest("mail")
        kept.close()

    def left_of(self, name: str, key: str) -> list[Decimal]:
        """What was charged for our row of this id and wasn't given back in full."""
        charged = [each for each in self.charges if each["metadata"].get(name) == key]
        left = [each["amount_received"] - self._returned(each["id"]) for each in charged]
        return [pesos(each) for each in left if each]

    def _returned(self, intent: str) -> int:
        return sum(each["amount"] for each in self.refunds if each["payment_intent"] == intent)

    async def each_charge_once(self) -> None:
        for row in await self._house.fetch(REQUESTS):
            kept = row["total"] - row["part"]
            is_kept = row["status"] == "paid" and row["hold"] != "refunded"
            assert self.left_of("payment_request_id", row["id"]) == ([kept] if is_kept else []), row
        for row in await self._house.fetch("SELECT id::text, amount, status FROM deposits"):
            is_kept = row["status"] == "completed"
            assert self.left_of("deposit_id", row["id"]) == ([row["amount"]] if is_kept else []), row

    async def each_refund_once(self) -> None:
        rows = await self._house.fetch("SELECT id::text, amount, status FROM provider_refunds")
        assert {row["status"] for row in rows} <= {"succeeded"}
        made = sorted((each["metadata"]["provider_refund_id"], pesos(each["amount"])) for each in self.refunds)
        assert made == sorted((row["id"], row["amount"]) for row in rows)

    async def each_transfer_once(self) -> None:
        rows = await self._house.fetch("SELECT id::text, amount FROM withdrawals WHERE status = 'sent'")
        made = sorted((each["metadata"]["withdrawal_id"], pesos(each["amount"])) for each in self.transfers)
        assert made == sorted((row["id"], row["amount"]) for row in rows)

    async def adds_up(self) -> None:
        """What Stripe owes us is what our ledger says that it does."""
        here = sum(each["amount_received"] for each in self.charges)
        here -= sum(each["amount"] for each in self.refunds + self.transfers)
        [booked] = await self._house.fetch(CLEARING)
        assert -booked["sum"] == pesos(here)

    def nobody_can_pay_any_more(self) -> None:
        assert [each["id"] for each in self.sessions if each["status"] == "open"] == []

    async def each_letter_at_most_once_more_per_death(self) -> int:
        """Returns how many were sent again."""
        copies = Counter(each["headers"]["Message-ID"].partition("@")[0].strip("<") for each in self.mails)
        letters = {message_of(row): row for row in await self._house.fetch(LETTERS)}
        assert copies.keys() <= letters.keys()
        assert [dict(row) for key, row in letters.items() if copies[key] > row["attempts"]] == []
        assert {row["event"] for key, row in letters.items() if not copies[key]} <= {
            "lead.nudge",
            "conversation.unread",
        }
        return sum(copies.values()) - len(copies)


def message_of(row: Any) -> str:
    return hashlib.sha256(f"{row['parent_id']}:{row['reaction']}".encode()).hexdigest()[:32]


def pesos(centavos: int) -> Decimal:
    return Decimal(centavos).scaleb(-2)
