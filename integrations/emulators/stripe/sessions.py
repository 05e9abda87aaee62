"""Checkout Sessions, as the API sees them."""

from typing import Any
from urllib.parse import urlsplit

from integrations.emulators.stripe.api import call
from integrations.emulators.stripe.basket import read_lines, read_methods
from integrations.emulators.stripe.customers import refuse_email
from integrations.emulators.stripe.events import tell
from integrations.emulators.stripe.objects import find, make, new_id, page, save
from integrations.emulators.stripe.refusal import Refusal
from integrations.emulators.world import World

Tree = dict[str, Any]

SHORTEST_SECONDS, LONGEST_SECONDS = 30 * 60, 24 * 3600
SLACK_SECONDS = 60  # the time a request may be under way, as the real one forgives


@call("POST", "/v1/checkout/sessions", "checkout.SessionCreateParams")
def create(world: World, params: Tree) -> Tree:
    if params.get("mode") != "payment":
        raise Refusal("This emulator knows mode=payment only.", param="mode")
    if "success_url" not in params:
        raise Refusal("Missing required param: success_url.", code="parameter_missing", param="success_url")
    for name in ("success_url", "cancel_url"):
        _check_url(name, params.get(name))
    lines, currency = read_lines(params)
    total, key = sum(line["amount_total"] for line in lines), new_id("cs_test", 58)
    session = make(
        world,
        "checkout.session",
        key,
        amount_subtotal=total,
        amount_total=total,
        cancel_url=params.get("cancel_url"),
        client_reference_id=params.get("client_reference_id"),
        currency=currency,
        customer=_customer(world, params),
        customer_creation=params.get("customer_creation", "if_required"),
        customer_details=None,
        customer_email=params.get("customer_email"),
        expires_at=_expiry(world, params),
        locale=params.get("locale"),
        metadata=params.get("metadata", {}),
        mode="payment",
        payment_intent=None,
        payment_method_options=params.get("payment_method_options", {}),
        payment_method_types=read_methods(params, total, currency),
        payment_status="unpaid",
        status="open",
        success_url=params["success_url"],
        ui_mode="hosted_page",
        url=f"{world.url}/c/pay/{key}",
        _lines=lines,
        _intent=params.get("payment_intent_data", {}),
    )
    world.store.put("stripe:open", key, {"id": key})
    return session


@call("GET", "/v1/checkout/sessions/{key}", "checkout.SessionRetrieveParams")
def retrieve(world: World, params: Tree, key: str) -> Tree:
    _ = params
    return fresh(world, key)


@call("GET", "/v1/checkout/sessions", "checkout.SessionListParams")
def list_sessions(world: World, params: Tree) -> Tree:
    wanted = {name: params[name] for name in ("payment_intent", "customer", "status") if name in params}
    sessions = world.store.newest("stripe:checkout.session")
    return page([s for s in sessions if wanted.items() <= s.items()], params, "/v1/checkout/sessions")


@call("GET", "/v1/checkout/sessions/{key}/line_items", "checkout.SessionListLineItemsParams")
def list_lines(world: World, params: Tree, key: str) -> Tree:
    _ = params
    lines = find(world, "checkout.session", key)["_lines"]
    return {
        "object": "list",
        "data": lines,
        "has_more": False,
        "url": f"/v1/checkout/sessions/{key}/line_items",
    }


@call("POST", "/v1/checkout/sessions/{key}/expire", "checkout.SessionExpireParams")
def expire(world: World, params: Tree, key: str) -> Tree:
    _ = params
    session = fresh(world, key)
    if session["status"] != "open":
        raise Refusal(
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a'
            f" status of `{session['status']}`."
        )
    return close(world, session)


def fresh(world: World, key: str) -> Tree:
    """The session as of now: one that ran out is closed before anybody sees it open."""
    session = find(world, "checkout.session", key)
    if session["status"] == "open" and session["expires_at"] <= world.clock.now():
        return close(world, session)
    return session


def close(world: World, session: Tree) -> Tree:
    session |= {"status": "expired", "url": None}
    save(world, session)
    world.store.delete("stripe:open", session["id"])
    if session["payment_intent"]:
        intent = find(world, "payment_intent", session["payment_intent"])
        save(world, intent | {"status": "canceled", "cancellation_reason": "automatic"})
    tell(world, "checkout.session.expired", session)
    return session


def sweep(world: World) -> None:
    """Close what ran out while nobody looked."""
    for entry in world.store.newest("stripe:open"):
        fresh(world, entry["id"])


def _check_url(name: str, url: str | None) -> None:
    if url is not None and not (urlsplit(url).scheme in {"http", "https"} and urlsplit(url).netloc):
        raise Refusal("Not a valid URL", code="url_invalid", param=name)


def _customer(world: World, params: Tree) -> str | None:
    key: str | None = params.get("customer")
    for other in ("customer_email", "customer_creation"):
        if key and other in params:
            raise Refusal(f"You may only specify one of these parameters: customer, {other}.", param=other)
    refuse_email(params.get("customer_email"), "customer_email")
    if key:
        find(world, "customer", key)
    return key


def _expiry(world: World, params: Tree) -> int:
    now = world.clock.now()
    expires_at: int = params.get("expires_at", now + LONGEST_SECONDS)
    if not now + SHORTEST_SECONDS - SLACK_SECONDS <= expires_at <= now + LONGEST_SECONDS + SLACK_SECONDS:
        raise Refusal(
            "The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout"
            " Session creation.",
            param="expires_at",
        )
    return expires_at
