"""Retrieving one object by its id, the same for every kind that does not change by being looked at."""

from typing import Any

from integrations.emulators.stripe.api import call
from integrations.emulators.stripe.objects import find
from integrations.emulators.world import World

Tree = dict[str, Any]

KINDS = {
    "charge": ("charges", "ChargeRetrieveParams"),
    "customer": ("customers", "CustomerRetrieveParams"),
    "dispute": ("disputes", "DisputeRetrieveParams"),
    "event": ("events", "EventRetrieveParams"),
    "payment_intent": ("payment_intents", "PaymentIntentRetrieveParams"),
    "payment_method": ("payment_methods", "PaymentMethodRetrieveParams"),
    "refund": ("refunds", "RefundRetrieveParams"),
    "transfer": ("transfers", "TransferRetrieveParams"),
}


def _register(noun: str, plural: str, spec: str) -> None:
    @call("GET", f"/v1/{plural}/{{key}}", spec)
    def retrieve(world: World, params: Tree, key: str) -> Tree:
        _ = params
        return find(world, noun, key)


for _noun, (_plural, _spec) in KINDS.items():
    _register(_noun, _plural, _spec)
