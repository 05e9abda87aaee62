"""Customers and their saved cards."""

import re
from typing import Any

from integrations.emulators.stripe.api import call
from integrations.emulators.stripe.objects import find, make, new_id, page, save
from integrations.emulators.stripe.refusal import Refusal
from integrations.emulators.world import World

Tree = dict[str, Any]
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def refuse_email(email: str | None, param: str) -> None:
    if email and not EMAIL.fullmatch(email):
        raise Refusal(f"Invalid email address: {email}", code="email_invalid", param=param)


@call("POST", "/v1/customers", "CustomerCreateParams")
def create(world: World, params: Tree) -> Tree:
    refuse_email(params.get("email"), "email")
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
