"""Stripe: Checkout, refunds, saved cards, signed events. Pesos as Decimal outside, centavos inside."""

from integrations.errors import CardDeclinedError, NotFoundError, RefusedError, UnavailableError
from integrations.payments.checkout import create_checkout, expire_checkout, find_checkout, get_checkout
from integrations.payments.events import parse_event
from integrations.payments.intents import (
    cancel_payment_intent,
    charge_saved_card,
    find_payment_intent,
    get_payment_intent,
)
from integrations.payments.objects import (
    CheckoutSession,
    Dispute,
    Method,
    PaymentIntent,
    Refund,
    SavedCard,
    Voucher,
    from_centavos,
    to_centavos,
)
from integrations.payments.refunds import find_refund, refund
from integrations.payments.saved_cards import forget_card, get_card, saved_cards

__all__ = [
    "CardDeclinedError",
    "CheckoutSession",
    "Dispute",
    "Method",
    "NotFoundError",
    "PaymentIntent",
    "Refund",
    "RefusedError",
    "SavedCard",
    "UnavailableError",
    "Voucher",
    "cancel_payment_intent",
    "charge_saved_card",
    "create_checkout",
    "expire_checkout",
    "find_checkout",
    "find_payment_intent",
    "find_refund",
    "forget_card",
    "from_centavos",
    "get_card",
    "get_checkout",
    "get_payment_intent",
    "parse_event",
    "refund",
    "saved_cards",
    "to_centavos",
]
