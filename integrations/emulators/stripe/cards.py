"""The published test cards, and what a bank would say to each."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Card:
    number: str
    decline_code: str | None = None
    code: str = "card_declined"
    asks_holder: bool = False
    """3-D Secure: the holder must confirm before the bank decides."""
    later: str | None = None
    """Accepted when saved, refused with this decline code when charged without its owner."""
    disputed: bool = False
    refunds: tuple[str, str | None] = ("succeeded", None)
    """How a refund to it begins, and what the bank makes of it a day later."""

    @property
    def brand(self) -> str:
        return {"4": "visa", "5": "mastercard", "3": "amex"}.get(self.number[0], "unknown")

    @property
    def details(self) -> dict[str, Any]:
        return {
            "brand": self.brand,
            "last4": self.number[-4:],
            "exp_month": 12,
            "exp_year": 2034,
            "fingerprint": hashlib.sha256(self.number.encode()).hexdigest()[:16],
            "country": "MX",
            "funding": "credit",
        }


CARDS = {
    card.number: card
    for card in (
        Card("4242424242424242"),
        Card("4000004840008001"),
        Card("4000056655665556"),
        Card("5555555555554444"),
        Card("378282246310005"),
        Card("4000002500003155", asks_holder=True),
        Card("4000002760003184", asks_holder=True, later="authentication_required"),
        Card("4000008260003178", asks_holder=True, decline_code="insufficient_funds"),
        Card("4000000000000002", "generic_decline"),
        Card("4000000000009995", "insufficient_funds"),
        Card("4000000000009987", "lost_card"),
        Card("4000000000009979", "stolen_card"),
        Card("4000000000000069", "expired_card", code="expired_card"),
        Card("4000000000000127", "incorrect_cvc", code="incorrect_cvc"),
        Card("4000000000000119", "processing_error", code="processing_error"),
        Card("4000000000000341", later="generic_decline"),
        Card("4000000000000259", disputed=True),
        Card("4000000000007726", refunds=("pending", "succeeded")),
        Card("4000000000005126", refunds=("succeeded", "failed")),
    )
}

MESSAGES = {
    "insufficient_funds": "Your card has insufficient funds.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "authentication_required": "Your card was declined. This transaction requires authentication.",
    "incorrect_number": "Your card number is incorrect.",
}


def look_up(number: str) -> Card:
    """Whatever is not a published test card is refused, as test mode refuses real cards."""
    digits = re.sub(r"[\s-]", "", number)
    if digits in CARDS:
        return CARDS[digits]
    if re.fullmatch(r"\d{12,19}", digits) and _luhn(digits):
        return Card(digits, "test_mode_live_card")
    return Card(digits or "0", "incorrect_number", code="incorrect_number")


def message(decline_code: str) -> str:
    return MESSAGES.get(decline_code, "Your card was declined.")


def _luhn(digits: str) -> bool:
    doubled = [int(d) * 2 for d in digits[-2::-2]]
    return (sum(map(int, digits[-1::-2])) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0
