"""What payers and banks do at the card processor, and what it has to tell of that."""

import copy
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Any

from integrations.errors import RefusedError
from integrations.payments import from_centavos

Raw = dict[str, Any]
FAR = int(datetime(2036, 1, 1, tzinfo=UTC).timestamp())


class Violation(AssertionError):
    """Something that must never be."""


class Books:
    """Sessions, payments, refunds, disputes, transfers, and the events that wait for delivery."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.sessions: dict[str, Raw] = {}
        self.intents: dict[str, Raw] = {}
        self.refunds: dict[str, Raw] = {}
        self.disputes: dict[str, Raw] = {}
        self.transfers: dict[str, Raw] = {}
        self.news: list[tuple[str, str, Raw]] = []
        self._count = 0

    def name(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}_{self._count:06d}"

    def tell(self, kind: str, about: Raw) -> None:
        self.news.append((self.name("evt"), kind, copy.deepcopy(about)))

    def intent(self, centavos: int, metadata: Mapping[str, str], **more: Any) -> Raw:
        made = {
            "id": self.name("pi"),
            "status": "requires_action",
            "amount": centavos,
            "amount_received": 0,
            "currency": "mxn",
            "customer": None,
            "payment_method": self.name("pm"),
            "metadata": dict(metadata),
        } | more
        return self.intents.setdefault(made["id"], made)

    def succeeds(self, intent: Raw) -> Raw:
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
        self.tell("payment_intent.succeeded", intent)
        return intent

    def pays(self, session_id: str) -> None:
        """By card, at once."""
        session = self.completes(session_id)
        session["payment_status"] = "paid"
        self.succeeds(self.intents[session["payment_intent"]])
        self.tell("checkout.session.completed", session)

    def completes(self, session_id: str) -> Raw:
        session = self.sessions[session_id]
        intent = self.intent(session["amount_total"], session["metadata"], customer=session["customer"])
        return session_over(session, "complete", intent["id"])

    def takes_voucher(self, session_id: str) -> None:
        """OXXO or SPEI: the page is done with, the money is to come."""
        session = self.completes(session_id)
        details = {"number": "1", "expires_after": FAR, "hosted_voucher_url": "https://pay.example/v"}
        self.intents[session["payment_intent"]]["next_action"] = {"oxxo_display_details": details}
        self.tell("checkout.session.completed", session)

    def ends_voucher(self, session_id: str, *, paid: bool) -> None:
        session = self.sessions[session_id]
        intent = self.intents[session["payment_intent"]]
        refuse(intent["status"] != "requires_action", session)
        if paid:
            session["payment_status"] = "paid"
            self.succeeds(intent)
        else:
            intent["status"] = "requires_payment_method"
            self.tell("payment_intent.payment_failed", intent)
        self.tell(f"checkout.session.async_payment_{'succeeded' if paid else 'failed'}", session)

    def runs_out(self, session_id: str) -> None:
        session = self.sessions[session_id]
        if session["status"] == "open":
            self.tell("checkout.session.expired", session_over(session, "expired", None))

    def settles_refund(self, refund_id: str, status: str) -> None:
        was = self.refunds[refund_id]["status"]
        refuse(was == "failed" or (was, status) == ("succeeded", "succeeded"), self.refunds[refund_id])
        self.refunds[refund_id]["status"] = status
        self.tell("refund.failed" if status == "failed" else "refund.updated", self.refunds[refund_id])

    def disputes_charge(self, intent_id: str, centavos: int) -> None:
        made = {"id": self.name("du"), "status": "needs_response", "amount": centavos, "currency": "mxn"}
        self.disputes[made["id"]] = made | {"payment_intent": intent_id, "reason": "fraudulent"}
        self.tell("charge.dispute.created", self.disputes[made["id"]])

    def decides(self, dispute_id: str, outcome: str) -> None:
        refuse(self.disputes[dispute_id]["status"] in {"won", "lost"}, self.disputes[dispute_id])
        self.disputes[dispute_id]["status"] = outcome
        self.tell("charge.dispute.closed", self.disputes[dispute_id])

    def fetches_back(self, transfer_id: str) -> None:
        transfer = self.transfers[transfer_id]
        refuse(transfer["amount_reversed"] > 0, transfer)
        transfer["amount_reversed"] = transfer["amount"]
        self.tell("transfer.reversed", transfer)

    def balance(self) -> Decimal:
        """What it holds for us when all is settled."""
        taken = sum(row["amount_received"] for row in self.intents.values() if row["currency"] == "mxn")
        returned = sum(row["amount"] for row in self.refunds.values() if row["status"] == "succeeded")
        banks = sum(row["amount"] for row in self.disputes.values() if row["status"] != "won")
        sent = sum(row["amount"] - row["amount_reversed"] for row in self.transfers.values())
        return from_centavos(taken - returned - banks - sent)


def session_over(session: Raw, status: str, intent_id: str | None) -> Raw:
    refuse(session["status"] != "open", session)
    session |= {"status": status, "url": None, "payment_intent": intent_id}
    return session


def refuse(is_over: bool, about: Raw) -> None:
    if is_over:
        raise RefusedError("stripe", "too_late", about["id"])
