"""Payments that are given up, as the API sees them."""

from typing import Any

from integrations.emulators.stripe import paying
from integrations.emulators.stripe.api import call
from integrations.emulators.world import World

Tree = dict[str, Any]


@call("POST", "/v1/payment_intents/{key}/cancel", "PaymentIntentCancelParams")
def cancel(world: World, params: Tree, key: str) -> Tree:
    _ = params
    return paying.cancel(world, key)
