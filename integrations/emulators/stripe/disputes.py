"""Chargebacks: opened and decided by whoever plays the bank."""

from typing import Any

from integrations.emulators.stripe.events import tell
from integrations.emulators.stripe.objects import find, make, new_id, save
from integrations.emulators.stripe.refusal import Refusal
from integrations.emulators.world import World

Tree = dict[str, Any]


def open_dispute(world: World, intent: Tree, reason: str, amount: int | None = None) -> Tree:
    if not intent["latest_charge"]:
        raise Refusal("There is no charge to dispute.", status=409)
    charge = find(world, "charge", intent["latest_charge"])
    if charge["disputed"]:
        raise Refusal("This charge is disputed already.", status=409)
    dispute = make(
        world,
        "dispute",
        new_id("du"),
        ref=intent["id"],
        amount=amount or charge["amount"] - charge["amount_refunded"],
        charge=charge["id"],
        currency=charge["currency"],
        evidence_details={"due_by": world.clock.now() + 7 * 86_400, "has_evidence": False},
        metadata={},
        payment_intent=intent["id"],
        reason=reason,
        status="needs_response",
    )
    save(world, charge | {"disputed": True, "dispute": dispute["id"]})
    tell(world, "charge.dispute.created", dispute)
    tell(world, "charge.dispute.funds_withdrawn", dispute)
    return dispute


def close_dispute(world: World, intent_id: str, status: str) -> Tree:
    """`won` brings the money back, `lost` does not."""
    opened = [d for d in world.store.newest("stripe:dispute", intent_id) if d["status"] == "needs_response"]
    if status not in {"won", "lost"} or not opened:
        raise Refusal("No open dispute, or a status other than won and lost.", status=409)
    dispute = save(world, opened[0] | {"status": status})
    if status == "won":
        tell(world, "charge.dispute.funds_reinstated", dispute)
    tell(world, "charge.dispute.closed", dispute)
    return dispute
