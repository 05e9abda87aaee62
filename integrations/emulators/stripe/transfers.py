"""Transfers to connected accounts, and what may become of them."""

from typing import Any

from integrations.emulators.stripe.api import call
from integrations.emulators.stripe.currencies import refuse_unknown
from integrations.emulators.stripe.events import tell
from integrations.emulators.stripe.objects import find, make, new_id, page, save
from integrations.emulators.stripe.refusal import Refusal
from integrations.emulators.world import World

Tree = dict[str, Any]


@call("POST", "/v1/transfers", "TransferCreateParams")
def transfer(world: World, params: Tree) -> Tree:
    refuse_unknown(params["currency"], "currency")
    is_refused = world.store.get("stripe:unknown_account", params["destination"])
    if is_refused or not params["destination"].startswith("acct_"):
        raise Refusal(
            f"No such destination: '{params['destination']}'", code="resource_missing", param="destination"
        )
    if "amount" not in params:
        raise Refusal("Missing required param: amount.", code="parameter_missing", param="amount")
    if params["amount"] < 1:
        raise Refusal("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    refuse_beyond_balance(world, params["amount"])
    facts = {
        name: params.get(name) for name in ("amount", "currency", "destination", "description", "transfer_group")
    }
    made = make(
        world,
        "transfer",
        new_id("tr"),
        ref=params.get("transfer_group"),
        amount_reversed=0,
        metadata=params.get("metadata") or {},
        reversed=False,
        **facts,
    )
    tell(world, "transfer.created", made)
    return made


@call("GET", "/v1/transfers", "TransferListParams")
def list_transfers(world: World, params: Tree) -> Tree:
    wanted = {name: params[name] for name in ("destination", "transfer_group") if name in params}
    found = [t for t in world.store.newest("stripe:transfer") if wanted.items() <= t.items()]
    return page(found, params, "/v1/transfers")


def reverse(world: World, key: str, amount: int | None = None) -> Tree:
    """All of it or a part is fetched back, as somebody would at Stripe's dashboard."""
    made = find(world, "transfer", key)
    left = made["amount"] - made["amount_reversed"]
    if not 1 <= (amount or left) <= left:
        raise Refusal(f"{left} of this transfer can be reversed.", status=409)
    made["amount_reversed"] += amount or left
    made["reversed"] = made["amount_reversed"] == made["amount"]
    tell(world, "transfer.reversed", save(world, made))
    return made


def refuse_beyond_balance(world: World, amount: int) -> None:
    kept = world.store.get("meta", "balance")
    if kept and kept["available"] is not None and amount > kept["available"]:
        raise Refusal("You have insufficient available funds in your Stripe account.", code="balance_insufficient")
