"""Chargebacks: opened and decided by whoever plays the bank."""

from typing import Any

from integrations.emulators.stripe.api import call
from integrations.emulators.stripe.events import tell
from integrations.emulators.stripe.objects import find, make, new_id, page, save
from integrations.emulators.stripe.refusal import Refusal
from integrations.emulators.world import World

Tree = dict[str, Any]

OPEN = ("needs_response", "under_review")
BECOMES = {
    "warning_needs_response": ("warning_closed", "needs_response"),
    "needs_response": ("under_review", "won", "lost"),
    "under_review": ("won", "lost"),
}


@call("GET", "/v1/disputes", "DisputeListParams")
def list_disputes(world: World, params: Tree) -> Tree:
    wanted = {name: params[name] for name in ("charge", "payment_intent") if name in params}
    found = [d for d in world.store.newest("stripe:dispute") if wanted.items() <= d.items()]
    return page(found, params, "/v1/disputes")


def open_dispute(
    world: World, intent: Tree, reason: str, amount: int | None = None, *, is_inquiry: bool = False
) -> Tree:
    """Of all that wasn't refunded, or of a part. An inquiry takes no money yet."""
    if not intent["latest_charge"]:
        raise Refusal("There is no charge to dispute.", status=409)
    charge = find(world, "charge", intent["latest_charge"])
    if charge["disputed"]:
        raise Refusal("This charge is disputed already.", status=409)
    left = charge["amount"] - charge["amount_refunded"]
    if not 1 <= (amount or left) <= left:
        raise Refusal(f"{left} of this charge can be disputed.", status=409)
    dispute = make(
        world,
        "dispute",
        new_id("du"),
        ref=intent["id"],
        amount=amount or left,
        charge=charge["id"],
        currency=charge["currency"],
        evidence_details={"due_by": world.clock.now() + 7 * 86_400, "has_evidence": False},
        metadata={},
        payment_intent=intent["id"],
        reason=reason,
        status="warning_needs_response" if is_inquiry else "needs_response",
    )
    save(world, charge | {"disputed": not is_inquiry, "dispute": dispute["id"]})
    tell(world, "charge.dispute.created", dispute)
    if not is_inquiry:
        tell(world, "charge.dispute.funds_withdrawn", dispute)
    return dispute


def close_dispute(world: World, intent_id: str, status: str) -> Tree:
    """`won` brings the money back, `lost` does not; an inquiry closes, or becomes a chargeback."""
    opened = [d for d in world.store.newest("stripe:dispute", intent_id) if status in BECOMES.get(d["status"], ())]
    if not opened:
        raise Refusal(f"No dispute here becomes {status}.", status=409)
    dispute = save(world, opened[0] | {"status": status})
    if status in OPEN:
        tell(world, "charge.dispute.updated", dispute)
    if status == "needs_response":
        save(world, find(world, "charge", dispute["charge"]) | {"disputed": True})
        tell(world, "charge.dispute.funds_withdrawn", dispute)
    if status == "won":
        tell(world, "charge.dispute.funds_reinstated", dispute)
    if status not in OPEN:
        tell(world, "charge.dispute.closed", dispute)
    return dispute
