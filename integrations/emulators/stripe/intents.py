"""PaymentIntents and charges: where money is taken, waits or fails."""

from typing import Any

from integrations.emulators.stripe.api import call
from integrations.emulators.stripe.cards import Card, look_up, message
from integrations.emulators.stripe.currencies import refuse_amount, refuse_unknown
from integrations.emulators.stripe.events import tell
from integrations.emulators.stripe.objects import find, make, new_id, page, public, save
from integrations.emulators.stripe.refusal import Declined, Refusal
from integrations.emulators.world import World

Tree = dict[str, Any]


@call("GET", "/v1/payment_intents", "PaymentIntentListParams")
def list_intents(world: World, params: Tree) -> Tree:
    intents = world.store.newest("stripe:payment_intent")
    wanted = params.get("customer")
    return page([i for i in intents if wanted in {None, i["customer"]}], params, "/v1/payment_intents")


@call("POST", "/v1/payment_intents", "PaymentIntentCreateParams")
def create(world: World, params: Tree) -> Tree:
    """A saved card charged while its owner is away; other ways of paying go through Checkout."""
    if not (params.get("confirm") and params.get("off_session")):
        raise Refusal("This emulator makes PaymentIntents with confirm and off_session only.", param="confirm")
    currency = refuse_unknown(params["currency"], "currency")
    refuse_amount(params["amount"], currency, "amount")
    method = find(world, "payment_method", params.get("payment_method", ""))
    find(world, "customer", params.get("customer", ""))
    if not method["customer"] or method["customer"] != params.get("customer"):
        raise Refusal("The PaymentMethod does not belong to this customer.", param="payment_method")
    intent = begin(world, params["amount"], currency, params, params["customer"])
    card = look_up(method["_number"])
    if refused := card.later or card.decline_code:
        code = "authentication_required" if refused == "authentication_required" else card.code
        fail(world, intent, code=code, decline_code=refused)
        raise Declined(message(refused), code=code, decline_code=refused, payment_intent=public(intent))
    return succeed(world, intent, method)


def begin(world: World, amount: int, currency: str, params: Tree, customer: str | None) -> Tree:
    intent = make(
        world,
        "payment_intent",
        new_id("pi"),
        amount=amount,
        amount_received=0,
        currency=currency,
        customer=customer,
        description=params.get("description"),
        last_payment_error=None,
        latest_charge=None,
        metadata=params.get("metadata", {}),
        next_action=None,
        payment_method=None,
        status="requires_payment_method",
    )
    tell(world, "payment_intent.created", intent)
    return intent


def new_card(world: World, card: Card, customer: str | None) -> Tree:
    return make(
        world,
        "payment_method",
        new_id("pm"),
        ref=customer,
        type="card",
        card=card.details,
        customer=customer,
        _number=card.number,
    )


def succeed(world: World, intent: Tree, method: Tree) -> Tree:
    charge = make(
        world,
        "charge",
        new_id("ch"),
        ref=intent["id"],
        amount=intent["amount"],
        amount_captured=intent["amount"],
        amount_refunded=0,
        balance_transaction=new_id("txn"),
        currency=intent["currency"],
        customer=intent["customer"],
        disputed=False,
        metadata=intent["metadata"],
        paid=True,
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details={"type": method["type"], method["type"]: method.get(method["type"], {})},
        refunded=False,
        status="succeeded",
    )
    intent |= {
        "amount_received": intent["amount"],
        "latest_charge": charge["id"],
        "next_action": None,
        "payment_method": method["id"],
        "status": "succeeded",
    }
    save(world, intent)
    tell(world, "charge.succeeded", charge)
    tell(world, "payment_intent.succeeded", intent)
    return intent


def fail(world: World, intent: Tree, *, code: str, decline_code: str | None = None) -> Tree:
    error = {
        "type": "card_error" if decline_code else "invalid_request_error",
        "code": code,
        "decline_code": decline_code,
        "message": message(decline_code or code),
    }
    intent |= {"status": "requires_payment_method", "next_action": None, "last_payment_error": error}
    save(world, intent)
    tell(world, "payment_intent.payment_failed", intent)
    return intent
