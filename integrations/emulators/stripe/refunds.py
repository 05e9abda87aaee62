from typing import Any

from integrations.emulators.stripe.api import call
from integrations.emulators.stripe.events import tell
from integrations.emulators.stripe.objects import find, make, new_id, page, save
from integrations.emulators.stripe.refusal import Refusal
from integrations.emulators.world import World

Tree = dict[str, Any]


@call("POST", "/v1/refunds", "RefundCreateParams")
def create(world: World, params: Tree) -> Tree:
    charge = _charge(world, params)
    left = charge["amount"] - charge["amount_refunded"]
    amount = params.get("amount", left)
    if left == 0:
        raise Refusal(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if charge["disputed"]:
        raise Refusal(f"Charge {charge['id']} has been charged back.", code="charge_disputed")
    if amount < 1:
        raise Refusal("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    if amount > left:
        raise Refusal(
            f"Refund amount (${amount / 100:.2f}) is greater than unrefunded amount on charge (${left / 100:.2f})",
            code="amount_too_large",
            param="amount",
        )
    refund = make(
        world,
        "refund",
        new_id("re"),
        ref=charge["payment_intent"],
        amount=amount,
        balance_transaction=new_id("txn"),
        charge=charge["id"],
        currency=charge["currency"],
        metadata=params.get("metadata") or {},
        payment_intent=charge["payment_intent"],
        reason=params.get("reason"),
        # Cash and transfers have no way back by themselves: the payer is asked where to.
        status="succeeded" if charge["payment_method_details"]["type"] == "card" else "requires_action",
    )
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    save(world, charge)
    tell(world, "refund.created", refund)
    tell(world, "charge.refunded", charge)
    return refund


@call("GET", "/v1/refunds", "RefundListParams")
def list_refunds(world: World, params: Tree) -> Tree:
    refunds = world.store.newest("stripe:refund", params.get("payment_intent"))
    wanted = params.get("charge")
    return page([r for r in refunds if wanted in {None, r["charge"]}], params, "/v1/refunds")


def _charge(world: World, params: Tree) -> Tree:
    if ("charge" in params) == ("payment_intent" in params):
        raise Refusal("Give one of charge and payment_intent.", param="payment_intent")
    if "charge" in params:
        return find(world, "charge", params["charge"])
    intent = find(world, "payment_intent", params["payment_intent"])
    if not intent["latest_charge"]:
        raise Refusal(
            f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
            code="resource_missing",
            param="payment_intent",
        )
    return find(world, "charge", intent["latest_charge"])
