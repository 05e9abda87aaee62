from typing import Any

from integrations.emulators.stripe.api import call
from integrations.emulators.stripe.cards import look_up
from integrations.emulators.stripe.events import tell
from integrations.emulators.stripe.objects import find, make, new_id, page, save
from integrations.emulators.stripe.refusal import Refusal
from integrations.emulators.world import World

Tree = dict[str, Any]

BECOMES = {
    "pending": ("succeeded", "failed", "canceled", "requires_action"),
    "requires_action": ("pending", "succeeded", "failed", "canceled"),
    "succeeded": ("failed",),
}


@call("POST", "/v1/refunds", "RefundCreateParams")
def create(world: World, params: Tree) -> Tree:
    charge = _charge(world, params)
    left = charge["amount"] - charge["amount_refunded"]
    amount = params.get("amount", left)
    if left == 0:
        raise Refusal(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if charge["disputed"] and find(world, "dispute", charge["dispute"])["status"] != "won":
        raise Refusal(f"Charge {charge['id']} has been charged back.", code="charge_disputed")
    if amount < 1:
        raise Refusal("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    if amount > left:
        raise Refusal(
            f"Refund amount (${amount / 100:.2f}) is greater than unrefunded amount on charge (${left / 100:.2f})",
            code="amount_too_large",
            param="amount",
        )
    status, then = _way_back(world, charge)
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
        status=status,
    )
    if then:
        world.store.put(
            "stripe:undecided", refund["id"], {"id": refund["id"], "status": then, "at": tomorrow(world)}
        )
    _count(world, charge, amount)
    tell(world, "refund.created", refund)
    tell(world, "charge.refunded", charge)
    return refund


def _way_back(world: World, charge: Tree) -> tuple[str, str | None]:
    """How a refund begins, and what it becomes a day later."""
    method = charge["payment_method_details"]
    if method["type"] != "card":
        # Cash and transfers have no way back by themselves: the payer is asked where to.
        return "requires_action", None
    if (world.store.get("meta", "refunds") or {}).get("mode") == "pending":
        return "pending", "succeeded"
    kept = world.store.get("stripe:payment_method", charge["payment_method"]) or {}
    return look_up(kept.get("_number", "")).refunds


def tomorrow(world: World) -> int:
    return world.clock.now() + 86_400


def decide(world: World, key: str, status: str) -> Tree:
    """The bank's later word on a refund; a failure brings the money back to us, even after a success."""
    refund = find(world, "refund", key)
    world.store.delete("stripe:undecided", key)
    if status not in BECOMES.get(refund["status"], ()):
        raise Refusal(f"A refund that is {refund['status']} doesn't become {status}.", status=409)
    refund["status"] = status
    if status in {"failed", "canceled"}:
        refund |= {"failure_reason": "expired_or_canceled_card", "failure_balance_transaction": new_id("txn")}
        _count(world, find(world, "charge", refund["charge"]), -refund["amount"])
    save(world, refund)
    tell(world, "refund.updated", refund)
    if status == "failed":
        tell(world, "refund.failed", refund)
    return refund


def sweep(world: World) -> None:
    """What was to become of a refund has become of it."""
    for entry in world.store.newest("stripe:undecided"):
        if entry["at"] <= world.clock.now():
            decide(world, entry["id"], entry["status"])


def _count(world: World, charge: Tree, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    save(world, charge)


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
