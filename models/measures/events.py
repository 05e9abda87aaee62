"""The twelve things that may be measured, and what may be said of each (ANA-01): nothing that anybody wrote."""

import hashlib
import hmac
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from models.chat.tables import MessageType
from models.errors import Malformed
from models.leads.tables import Urgency
from models.people.tables import Role
from settings import settings

ID, AMOUNT, CATALOGUE = "id", "amount", "catalogue"

EVENTS: dict[str, dict[str, str | frozenset[str]]] = {
    "user_registered": {"role": frozenset({Role.CLIENT.value, Role.WORKER.value})},
    "profile_created": {"role": frozenset({Role.WORKER.value})},
    "profile_approved": {"worker_id": ID},
    "search_performed": {"category": CATALOGUE, "zone": CATALOGUE, "filters": frozenset("0123456")},
    "worker_profile_viewed": {"worker_id": ID, "source": frozenset({"search", "direct"})},
    "lead_created": {
        "category": CATALOGUE,
        "urgency": frozenset(Urgency),
        "budget_range": frozenset({"none", "0-500", "500-1000", "1000-5000", "5000+"}),
    },
    "lead_purchased": {"lead_id": ID, "worker_id": ID, "amount": AMOUNT},
    "message_sent": {"conversation_id": ID, "media_type": frozenset(MessageType)},
    "payment_request_sent": {"amount": AMOUNT},
    "payment_completed": {"amount": AMOUNT},
    "service_completed": {"payment_id": ID},
    "review_submitted": {"rating": frozenset("12345"), "worker_id": ID},
}

MOST_PESOS = 1_000_000


def cleaned(name: str, given: Mapping[str, str], catalogue: frozenset[str]) -> dict[str, Any]:
    """An event as it may leave: ids as pseudonyms, words only of the catalogue. Raises Malformed."""
    known = EVENTS.get(name)
    if known is None or not given.keys() <= known.keys():
        raise Malformed("that isn't measured", field="events")
    params = {key: _value(known[key], value, catalogue) for key, value in given.items()}
    return {"name": name, "params": {key: value for key, value in params.items() if value is not None}}


def _value(kind: str | frozenset[str], value: str, catalogue: frozenset[str]) -> str | float | None:
    try:
        if kind == ID:
            return pseudonym(UUID(value))
        if kind == AMOUNT:
            amount = Decimal(value)
            return float(amount) if 0 <= amount <= MOST_PESOS else None
    except (ValueError, InvalidOperation):
        return None
    allowed = catalogue if kind == CATALOGUE else kind
    return value if value in allowed else None


def pseudonym(key: UUID) -> str:
    """The same for the same id, so that steps can be joined; nobody but us can tell whose it is."""
    secret = settings().secret_key.get_secret_value().encode()
    return hmac.digest(secret, f"measured:{key}".encode(), hashlib.sha256).hex()[:20]
