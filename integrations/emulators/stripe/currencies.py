"""Currencies, and the least that is charged in each."""

from integrations.emulators.stripe.refusal import Refusal

LEAST = {"mxn": 10_00, "usd": 50, "cad": 50, "eur": 50, "gbp": 30}
"""In cents. Of Stripe's 135 these will do here: ours, and some that are not."""
MOST = 999_999_99


def refuse_unknown(currency: str, param: str) -> str:
    """Stripe reads both cases, and writes the lower one."""
    if currency.lower() not in LEAST:
        known = ", ".join(LEAST)
        raise Refusal(
            f"Invalid currency: {currency}. Stripe currently supports these currencies: {known}", param=param
        )
    return currency.lower()


def refuse_amount(amount: int, currency: str, param: str) -> None:
    least = LEAST[currency]
    if amount < least:
        words = f"Amount must be at least ${least / 100:.2f} {currency}"
        raise Refusal(words, code="amount_too_small", param=param)
    if amount > MOST:
        words = f"Amount must be no more than ${MOST / 100:,.2f} {currency}"
        raise Refusal(words, code="amount_too_large", param=param)
