"""What a payer can do with a Checkout Session, and what becomes of it afterwards."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from integrations.emulators.stripe import disputes, intents, sessions
from integrations.emulators.stripe.cards import look_up, message
from integrations.emulators.stripe.events import tell
from integrations.emulators.stripe.objects import find, make, new_id, save
from integrations.emulators.stripe.refusal import Declined, Refusal
from integrations.emulators.world import World

Tree = dict[str, Any]

TYPES = {"card": "card", "oxxo": "oxxo", "spei": "customer_balance"}
SPEI_DAYS = 7
CANCELABLE = {"requires_payment_method", "requires_action", "requires_confirmation", "requires_capture"}


def by_card(world: World, key: str, number: str, *, confirmed: bool | None = None) -> Tree:
    """Pay, or ask the holder to confirm (3-D Secure) and be called again with `confirmed`."""
    session = _payable(world, key, "card")
    intent = _intent(world, session)
    card = look_up(number)
    if card.asks_holder and confirmed is None:
        intent |= {"status": "requires_action", "next_action": {"type": "redirect_to_url"}}
        tell(world, "payment_intent.requires_action", save(world, intent))
        return intent
    refused = "authentication_required" if confirmed is False else card.decline_code
    if refused:
        code = "payment_intent_authentication_failure" if confirmed is False else card.code
        intents.fail(world, intent, code=code, decline_code=refused)
        raise Declined(message(refused), code=code, decline_code=refused, payment_intent=intent["id"])
    method = intents.new_card(world, card, _keeper(world, session))
    intent = intents.succeed(world, intent | {"customer": session["customer"]}, method)
    _complete(world, session, intent, paid=True)
    if card.disputed:
        disputes.open_dispute(world, intent, "fraudulent")
    return intent


def by_voucher(world: World, key: str, way: str) -> Tree:
    """OXXO or SPEI: the session is complete, the money is not there yet."""
    session = _payable(world, key, TYPES[way])
    intent = _intent(world, session)
    method = make(world, "payment_method", new_id("pm"), type=TYPES[way], customer=session["customer"])
    action = (_oxxo if way == "oxxo" else _spei)(world, session)
    intent |= {"payment_method": method["id"], "status": "requires_action", "next_action": action["shown"]}
    save(world, intent | {"_expires_at": action["expires_at"]})
    world.store.put("stripe:waiting", intent["id"], {"id": intent["id"]})
    tell(world, "payment_intent.requires_action", intent)
    _complete(world, session, intent, paid=False)
    return intent


def settle(world: World, key: str) -> Tree:
    """The voucher was paid, or the transfer arrived."""
    intent = _waiting(world, key)
    intent = intents.succeed(world, intent, find(world, "payment_method", intent["payment_method"]))
    session = _session_of(world, intent)
    tell(world, "checkout.session.async_payment_succeeded", save(world, session | {"payment_status": "paid"}))
    return intent


def fail(world: World, key: str) -> Tree:
    """The voucher ran out unpaid."""
    intent = intents.fail(world, _waiting(world, key), code="payment_intent_payment_attempt_expired")
    tell(world, "checkout.session.async_payment_failed", _session_of(world, intent))
    return intent


def cancel(world: World, key: str) -> Tree:
    """Nobody can pay it any more; its session hears of it as of a failure."""
    intent = find(world, "payment_intent", key)
    if intent["status"] not in CANCELABLE:
        raise Refusal(
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}.",
            code="payment_intent_unexpected_state",
        )
    was_awaited = world.store.delete("stripe:waiting", key)
    intent |= {"status": "canceled", "next_action": None, "canceled_at": world.clock.now()}
    tell(world, "payment_intent.canceled", save(world, intent))
    if was_awaited:
        tell(world, "checkout.session.async_payment_failed", _session_of(world, intent))
    return intent


def sweep(world: World) -> None:
    for entry in world.store.newest("stripe:waiting"):
        if find(world, "payment_intent", entry["id"])["_expires_at"] <= world.clock.now():
            fail(world, entry["id"])


def _payable(world: World, key: str, method: str) -> Tree:
    session = sessions.fresh(world, key)
    if session["status"] != "open":
        raise Refusal(f"This session is {session['status']}.", status=409, code=f"session_{session['status']}")
    if method not in session["payment_method_types"]:
        raise Refusal(f"This session does not take {method}.", code="method_not_allowed", param="method")
    return session


def _intent(world: World, session: Tree) -> Tree:
    if session["payment_intent"]:
        return find(world, "payment_intent", session["payment_intent"])
    amount, currency = session["amount_total"], session["currency"]
    intent = intents.begin(world, amount, currency, session["_intent"], session["customer"])
    save(world, session | {"payment_intent": intent["id"]})
    session["payment_intent"] = intent["id"]
    return intent


def _keeper(world: World, session: Tree) -> str | None:
    """The customer to whom the card is saved, if the session asked for one; made now if need be."""
    if session["customer"] is None and session["customer_creation"] == "always":
        made = make(world, "customer", new_id("cus", 14), email=session["customer_email"], metadata={})
        session["customer"] = made["id"]
    options = session["payment_method_options"].get("card", {}) | session["_intent"]
    return session["customer"] if options.get("setup_future_usage") else None


def _complete(world: World, session: Tree, intent: Tree, *, paid: bool) -> None:
    session |= {
        "payment_intent": intent["id"],
        "payment_status": "paid" if paid else "unpaid",
        "status": "complete",
        "url": None,
    }
    save(world, session)
    world.store.delete("stripe:open", session["id"])
    world.store.put("stripe:session_of", intent["id"], {"id": session["id"]})
    tell(world, "checkout.session.completed", session)


def _waiting(world: World, key: str) -> Tree:
    intent = find(world, "payment_intent", key)
    if not world.store.delete("stripe:waiting", key):
        raise Refusal(f"This payment is {intent['status']} and waits for no money.", status=409)
    return intent


def _session_of(world: World, intent: Tree) -> Tree:
    entry = world.store.get("stripe:session_of", intent["id"]) or {}
    return find(world, "checkout.session", entry["id"])


def _oxxo(world: World, session: Tree) -> Tree:
    days = session["payment_method_options"].get("oxxo", {}).get("expires_after_days", 3)
    today = datetime.fromtimestamp(world.clock.now(), ZoneInfo("America/Mexico_City"))
    last = (today + timedelta(days=days)).replace(hour=23, minute=59, second=59)
    details = {
        "expires_after": int(last.timestamp()),
        "hosted_voucher_url": f"{world.url}/c/voucher/{session['id']}",
        "number": f"{secrets.randbelow(10**32):032d}",
    }
    shown = {"type": "oxxo_display_details", "oxxo_display_details": details}
    return {"shown": shown, "expires_at": details["expires_after"]}


def _spei(world: World, session: Tree) -> Tree:
    clabe = f"646{secrets.randbelow(10**15):015d}"
    details = {
        "amount_remaining": session["amount_total"],
        "currency": "mxn",
        "type": "mx_bank_transfer",
        "hosted_instructions_url": f"{world.url}/c/voucher/{session['id']}",
        "reference": secrets.token_hex(6).upper(),
        "financial_addresses": [
            {"type": "spei", "spei": {"bank_code": "646", "bank_name": "STP", "clabe": clabe}}
        ],
    }
    shown = {
        "type": "display_bank_transfer_instructions",
        "display_bank_transfer_instructions": details,
    }
    return {"shown": shown, "expires_at": world.clock.now() + SPEI_DAYS * 86_400}
