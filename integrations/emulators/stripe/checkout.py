"""The page at a session's `url`: for people a form, for programs `POST <url>/pay`."""

from collections.abc import Callable
from typing import Any

from integrations.emulators.http import HTTPError, Request, Response, Routes
from integrations.emulators.pages import render
from integrations.emulators.stripe import paying, sessions
from integrations.emulators.stripe.barcode import stripes
from integrations.emulators.stripe.cards import look_up
from integrations.emulators.stripe.objects import find
from integrations.emulators.stripe.refusal import Declined, Refusal
from integrations.emulators.world import World

Tree = dict[str, Any]
routes = Routes()

WORDS = {
    "generic_decline": "Tu tarjeta fue rechazada.",
    "insufficient_funds": "Tu tarjeta no tiene fondos suficientes.",
    "lost_card": "Tu tarjeta fue rechazada.",
    "stolen_card": "Tu tarjeta fue rechazada.",
    "expired_card": "Tu tarjeta está vencida.",
    "incorrect_cvc": "El código de seguridad no es correcto.",
    "processing_error": "Hubo un error al procesar tu tarjeta. Intenta de nuevo.",
    "incorrect_number": "El número de tarjeta no es correcto.",
    "authentication_required": "No se pudo confirmar tu identidad. Intenta de nuevo.",
    "test_mode_live_card": "Aquí solo sirven tarjetas de prueba, como 4242 4242 4242 4242.",
}


@routes.on("GET", "/c/pay/{key}")
async def page(world: World, request: Request) -> Response:
    session = _look(world, request.names["key"])
    return _page(world, session)


@routes.on("POST", "/c/pay/{key}/pay")
async def pay(world: World, request: Request) -> Response:
    if request.headers.get("content-type", "").startswith("application/json"):
        return await _pay_by_program(world, request)
    form, key = await request.form(), request.names["key"]
    if form.get("method", "card") != "card":
        outcome = act(world, lambda: paying.by_voucher(world, key, form["method"]))
        if isinstance(outcome, Refusal):
            return _page(world, _look(world, key), words="Esa forma de pago no está disponible.")
        return Response.redirect(f"{world.url}/c/voucher/{key}")
    number = form.get("card", "")
    outcome = act(world, lambda: paying.by_card(world, key, number, confirmed=_answer(form)))
    session = _look(world, key)
    if isinstance(outcome, Refusal):
        word = WORDS.get(str(outcome.error.get("decline_code")), "Este pago ya no se puede hacer.")
        return _page(world, session, words=word)
    if outcome["status"] == "requires_action":
        return Response.html(
            render("confirm.html", session=session, card=number, last4=look_up(number).number[-4:])
        )
    return Response.redirect(_success(session))


@routes.on("GET", "/c/voucher/{key}")
async def voucher(world: World, request: Request) -> Response:
    session = _look(world, request.names["key"])
    if not session["payment_intent"]:
        return Response.redirect(f"{world.url}/c/pay/{session['id']}")
    intent = find(world, "payment_intent", session["payment_intent"])
    action = intent["next_action"] or {}
    oxxo = action.get("oxxo_display_details")
    return Response.html(
        render(
            "voucher.html",
            session=session,
            oxxo=oxxo,
            barcode=stripes(oxxo["number"]) if oxxo else None,
            spei=action.get("display_bank_transfer_instructions"),
            next_url=_success(session),
        )
    )


def act(world: World, deed: Callable[[], Tree]) -> Tree | Refusal:
    """Do it in one transaction. A declined attempt stays on record; any other refusal leaves nothing."""
    try:
        with world.store.transaction():
            try:
                return deed()
            except Declined as declined:
                return declined
    except Refusal as refusal:
        return refusal
    finally:
        world.courier.wake()


async def _pay_by_program(world: World, request: Request) -> Response:
    body, key = await request.json(), request.names["key"]
    if body.get("method", "card") in {"oxxo", "spei"}:
        outcome = act(world, lambda: paying.by_voucher(world, key, body["method"]))
    elif isinstance(body.get("card"), str):
        confirmed = body.get("confirmed")
        outcome = act(world, lambda: paying.by_card(world, key, body["card"], confirmed=confirmed))
    else:
        return Response.json({"error": {"message": 'Send {"card": "4242…"} or {"method": "oxxo"}'}}, 400)
    if isinstance(outcome, Refusal):
        return Response.json({"error": outcome.error}, outcome.status)
    session = find(world, "checkout.session", key)
    answer = {
        "payment_intent": outcome["id"],
        "intent_status": outcome["status"],
        "redirect": _success(session),
    }
    return Response.json(answer | {name: session[name] for name in ("status", "payment_status")})


def _answer(form: dict[str, str]) -> bool | None:
    return form["confirmed"] == "yes" if "confirmed" in form else None


def _look(world: World, key: str) -> Tree:
    outcome = act(world, lambda: sessions.fresh(world, key))
    if isinstance(outcome, Refusal):
        raise HTTPError(Response.html(render("gone.html", session=None), 404))
    return outcome


def _page(world: World, session: Tree, words: str | None = None) -> Response:
    _ = world
    if session["status"] != "open":
        return Response.html(render("gone.html", session=session, next_url=_success(session)), 410)
    text = render("checkout.html", session=session, lines=session["_lines"], words=words)
    return Response.html(text, 402 if words else 200)


def _success(session: Tree) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])
