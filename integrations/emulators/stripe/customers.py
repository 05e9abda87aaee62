"""Customers, their saved cards, and transfers to connected accounts."""

from typing import Any

from integrations.emulators.stripe.api import call
from integrations.emulators.stripe.events import tell
from integrations.emulators.stripe.objects import find, make, new_id, page, save
from integrations.emulators.stripe.refusal import Refusal
from integrations.emulators.world import World

Tree = dict[str, Any]


@call("POST", "/v1/customers", "CustomerCreateParams")
def create(world: World, params: Tree) -> Tree:
    facts = {name: params.get(name) for name in ("email", "name", "phone", "description")}
    return make(world, "customer", new_id("cus", 14), metadata=params.get("metadata") or {}, **facts)


@call("GET", "/v1/customers", "CustomerListParams")
def list_customers(world: World, params: Tree) -> Tree:
    wanted = params.get("email")
    found = [c for c in world.store.newest("stripe:customer") if wanted in {None, c["email"]}]
    return page(found, params, "/v1/customers")


@call("GET", "/v1/customers/{key}/payment_methods", "CustomerPaymentMethodListParams")
def list_cards(world: World, params: Tree, key: str) -> Tree:
    find(world, "customer", key)
    cards = [m for m in world.store.newest("stripe:payment_method", key) if m["customer"] == key]
    return page(cards, params, f"/v1/customers/{key}/payment_methods")


@call("POST", "/v1/payment_methods/{key}/detach", "PaymentMethodDetachParams")
def detach(world: World, params: Tree, key: str) -> Tree:
    _ = params
    method = find(world, "payment_method", key)
    if not method["customer"]:
        raise Refusal("The payment method you provided is not attached to a customer.")
    return save(world, method | {"customer": None})


@call("POST", "/v1/transfers", "TransferCreateParams")
def transfer(world: World, params: Tree) -> Tree:
    if not params["destination"].startswith("acct_"):
        raise Refusal(f"No such destination: '{params['destination']}'", param="destination")
    if params.get("amount", 0) < 1:
        raise Refusal("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    facts = {name: params.get(name) for name in ("amount", "currency", "destination", "transfer_group")}
    made = make(world, "transfer", new_id("tr"), metadata=params.get("metadata") or {}, reversed=False, **facts)
    tell(world, "transfer.created", made)
    return made


@call("GET", "/v1/transfers", "TransferListParams")
def list_transfers(world: World, params: Tree) -> Tree:
    wanted = params.get("transfer_group")
    found = [t for t in world.store.newest("stripe:transfer") if wanted in {None, t["transfer_group"]}]
    return page(found, params, "/v1/transfers")
