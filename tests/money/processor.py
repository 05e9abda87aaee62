"""A card processor with Stripe's manners, in this process: what the product asks of it.

The product is handed it wherever Stripe is handed in (docs/decisions/0007): it remembers keys, answers late or
not at all, and keeps what it has to tell until the round delivers it, twice and in disorder.
"""

import copy
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from integrations import payments as stripe
from integrations.errors import CardDeclinedError, NotFoundError, RefusedError, UnavailableError
from integrations.payments import to_centavos
from tests.money.payers import FAR, Books, Raw, Violation

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
REMEMBERS = timedelta(hours=24)
SILENT = 6
"""One call in so many is not answered: half of those were heard all the same."""


class Processor(Books):
    RefusedError, NotFoundError, UnavailableError = RefusedError, NotFoundError, UnavailableError
    CheckoutSession, PaymentIntent = stripe.CheckoutSession, stripe.PaymentIntent
    Refund, Dispute, Transfer = stripe.Refund, stripe.Dispute, stripe.Transfer

    def __init__(self, chance: Random) -> None:
        super().__init__(chance)
        self.is_reliable = False
        self.now = LONG_AGO
        """By the product's clock, which it sets."""
        self._made: dict[str, tuple[datetime, Any, Raw | Exception]] = {}

    def call(self, key: str, asked: Any, make: Any) -> Raw:
        """As the first call with this key; a key that comes with something else is a mistake of ours."""
        fate = SILENT if self.is_reliable else self.chance.randrange(SILENT * 2)
        if fate == 0:
            raise UnavailableError("stripe", "timeout", "not heard")
        known = self._made.get(key)
        if known is not None and known[1] != asked:
            raise Violation(f"the key {key} was reused: {known[1]}, then {asked}")
        if known is None or self.now - known[0] > REMEMBERS:
            try:
                known = self._made[key] = (self.now, asked, make())
            except CardDeclinedError as no:
                known = self._made[key] = (self.now, asked, no)
        if fate == 1:
            raise UnavailableError("stripe", "timeout", "heard, and not answered")
        if isinstance(known[2], Exception):
            raise known[2]
        return known[2]

    async def create_checkout(self, *, key: str, amount: Decimal, metadata: Mapping[str, str], **more: Any) -> Any:
        def make() -> Raw:
            made = {
                "id": self.name("cs"),
                "url": "https://pay.example/1",
                "expires_at": FAR,
                "status": "open",
                "payment_status": "unpaid",
                "amount_total": to_centavos(amount),
                "currency": "mxn",
                "payment_intent": None,
                "customer": "cus_1" if more.get("save_card") else None,
                "metadata": dict(metadata),
            }
            return self.sessions.setdefault(made["id"], made)

        asked = (amount, dict(metadata), more)
        return stripe.CheckoutSession.of(copy.deepcopy(self.call(key, asked, make)))

    async def get_checkout(self, session_id: str) -> stripe.CheckoutSession:
        if session_id not in self.sessions:
            raise NotFoundError("stripe", "resource_missing", session_id)
        return stripe.CheckoutSession.of(self.sessions[session_id])

    async def expire_checkout(self, session_id: str) -> stripe.CheckoutSession:
        self.runs_out(session_id)
        return await self.get_checkout(session_id)

    async def find_checkout(
        self, metadata: Mapping[str, str], *, since: datetime
    ) -> stripe.CheckoutSession | None:
        found = newest(self.sessions, metadata)
        return stripe.CheckoutSession.of(found) if found else None

    async def refund(
        self, *, key: str, payment_intent: str, amount: Decimal, metadata: Mapping[str, str]
    ) -> stripe.Refund:
        def make() -> Raw:
            self.refuse_refund(payment_intent, to_centavos(amount))
            made = {
                "id": self.name("re"),
                "status": self.chance.choice(["succeeded", "succeeded", "pending", "pending", "failed"]),
                "amount": to_centavos(amount),
                "currency": "mxn",
                "payment_intent": payment_intent,
                "metadata": dict(metadata),
            }
            self.refunds[made["id"]] = made
            self.tell("refund.created", made)
            self.tell("charge.refunded", {"id": f"ch_{payment_intent}", "payment_intent": payment_intent})
            return made

        return stripe.Refund.of(self.call(key, (payment_intent, amount, dict(metadata)), make))

    def refuse_refund(self, intent_id: str, centavos: int) -> None:
        taken = self.intents[intent_id]["amount_received"]
        if centavos > taken - self.given_back(intent_id):
            raise Violation(f"{intent_id}: {centavos} to give back of {taken} less {self.given_back(intent_id)}")
        if any(each["payment_intent"] == intent_id and each["status"] != "won" for each in self.disputes.values()):
            raise RefusedError("stripe", "charge_disputed", "the bank has it")

    def given_back(self, intent_id: str) -> int:
        rows = [row for row in self.refunds.values() if row["payment_intent"] == intent_id]
        return sum(row["amount"] for row in rows if row["status"] != "failed")

    async def find_refund(self, payment_intent: str, metadata: Mapping[str, str]) -> stripe.Refund | None:
        found = newest(self.refunds, metadata)
        return stripe.Refund.of(found) if found else None

    async def charge_saved_card(
        self, *, key: str, amount: Decimal, customer_id: str, payment_method_id: str, metadata: Mapping[str, str]
    ) -> stripe.PaymentIntent:
        def make() -> Raw:
            why = self.chance.choice([None, None, "insufficient_funds", "authentication_required"])
            made = self.intent(to_centavos(amount), metadata, customer=customer_id)
            if why is None:
                return self.succeeds(made)
            made |= {"status": "requires_payment_method", "last_payment_error": {"decline_code": why}}
            self.tell("payment_intent.payment_failed", made)
            raise CardDeclinedError("stripe", "card_declined", why, decline_code=why)

        asked = (amount, customer_id, payment_method_id, dict(metadata))
        return stripe.PaymentIntent.of(self.call(key, asked, make))

    async def find_payment_intent(
        self, customer_id: str, metadata: Mapping[str, str], *, since: datetime
    ) -> stripe.PaymentIntent | None:
        found = newest(self.intents, metadata)
        return stripe.PaymentIntent.of(found) if found else None

    async def get_payment_intent(self, payment_intent_id: str) -> stripe.PaymentIntent:
        return stripe.PaymentIntent.of(self.intents[payment_intent_id])

    async def cancel_payment_intent(self, payment_intent_id: str) -> stripe.PaymentIntent:
        intent = self.intents[payment_intent_id]
        if intent["status"] == "requires_action":
            intent["status"] = "canceled"
            self.tell("payment_intent.canceled", intent)
        return stripe.PaymentIntent.of(intent)

    async def create_transfer(
        self, *, key: str, amount: Decimal, destination: str, metadata: Mapping[str, str], group: str
    ) -> stripe.Transfer:
        def make() -> Raw:
            if any(row["metadata"] == metadata for row in self.transfers.values()):
                raise Violation(f"a second transfer for {metadata}")
            made = {
                "id": self.name("tr"),
                "amount": to_centavos(amount),
                "amount_reversed": 0,
                "currency": "mxn",
                "destination": destination,
                "metadata": dict(metadata),
            }
            self.transfers[made["id"]] = made
            self.tell("transfer.created", made)
            return made

        if self.balance() < amount:
            raise RefusedError("stripe", "balance_insufficient", "too little")
        return stripe.Transfer.of(self.call(key, (amount, destination, dict(metadata), group), make))

    async def find_transfer(self, group: str, metadata: Mapping[str, str]) -> stripe.Transfer | None:
        found = newest(self.transfers, metadata)
        return stripe.Transfer.of(found) if found else None

    async def get_card(self, payment_method_id: str) -> stripe.SavedCard:
        return stripe.SavedCard(payment_method_id, "visa", "4242", 12, 2034, f"f_{payment_method_id}")

    async def forget_card(self, payment_method_id: str) -> None:
        return None


def newest(rows: dict[str, Raw], metadata: Mapping[str, str]) -> Raw | None:
    found = [row for row in rows.values() if metadata.items() <= row["metadata"].items()]
    return found[-1] if found else None
