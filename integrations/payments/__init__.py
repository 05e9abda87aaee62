"""Stripe: Checkout, refunds, saved cards, transfers, signed events. Pesos as Decimal outside, centavos inside."""

from integrations.errors import CardDeclinedError, KeyReusedError, NotFoundError, RefusedError, UnavailableError
from integrations.payments.checkout import create_checkout, expire_checkout, find_checkout, get_checkout
from integrations.payments.disputes import get_dispute
from integrations.payments.events import parse_event
from integrations.payments.intents import (
    cancel_payment_intent,
    charge_saved_card,
    find_payment_intent,
    get_payment_intent,
)
from integrations.payments.lists import Listed, list_page
from integrations.payments.objects import (
    CheckoutSession,
    Dispute,
    Method,
    PaymentIntent,
    Refund,
    SavedCard,
    Transfer,
    Voucher,
    from_centavos,
    to_centavos,
)
from integrations.payments.refunds import find_refund, get_refund, refund
from integrations.payments.saved_cards import forget_card, get_card, saved_cards
from integrations.payments.transfers import create_transfer, find_transfer, get_transfer

__all__ = [
    "CardDeclinedError",
    "CheckoutSession",
    "Dispute",
    "KeyReusedError",
    "Listed",
    "Method",
    "NotFoundError",
    "PaymentIntent",
    "Refund",
    "RefusedError",
    "SavedCard",
    "Transfer",
    "UnavailableError",
    "Voucher",
    "cancel_payment_intent",
    "charge_saved_card",
    "create_checkout",
    "create_transfer",
    "expire_checkout",
    "find_checkout",
    "find_payment_intent",
    "find_refund",
    "find_transfer",
    "forget_card",
    "from_centavos",
    "get_card",
    "get_checkout",
    "get_dispute",
    "get_payment_intent",
    "get_refund",
    "get_transfer",
    "list_page",
    "parse_event",
    "refund",
    "saved_cards",
    "to_centavos",
]
