"""Playing the bank and Stripe: money comes or doesn't, goes back, is fetched back, or takes its time."""

from collections.abc import Callable
from typing import Any

from integrations.emulators.http import HTTPError, Request, Response, Routes
from integrations.emulators.outside import whole
from integrations.emulators.stripe import disputes, paying, refunds, transfers
from integrations.emulators.stripe.checkout import act
from integrations.emulators.stripe.objects import find, public
from integrations.emulators.stripe.refusal import Refusal
from integrations.emulators.world import World

Tree = dict[str, Any]
routes = Routes()

LONGEST_SECONDS = 30


@routes.on("POST", "/outside/stripe/settle")
async def settle(world: World, request: Request) -> Response:
    body = await request.json()
    return _done(world, lambda: paying.settle(world, str(body.get("payment_intent"))))


@routes.on("POST", "/outside/stripe/fail")
async def fail(world: World, request: Request) -> Response:
    body = await request.json()
    return _done(world, lambda: paying.fail(world, str(body.get("payment_intent"))))


@routes.on("POST", "/outside/stripe/dispute")
async def dispute(world: World, request: Request) -> Response:
    """`{payment_intent, reason?, amount?, inquiry?}`: of all of it, or of `amount` centavos."""
    body = await request.json()
    amount = whole(body, "amount", 0) or None

    def deed() -> Tree:
        intent = find(world, "payment_intent", str(body.get("payment_intent")))
        reason, is_inquiry = str(body.get("reason", "fraudulent")), body.get("inquiry") is True
        return disputes.open_dispute(world, intent, reason, amount, is_inquiry=is_inquiry)

    return _done(world, deed)


@routes.on("POST", "/outside/stripe/dispute/close")
async def close_dispute(world: World, request: Request) -> Response:
    """`{payment_intent, status}`: under_review, won, lost; of an inquiry warning_closed, needs_response."""
    body = await request.json()
    key, status = str(body.get("payment_intent")), str(body.get("status"))
    return _done(world, lambda: disputes.close_dispute(world, key, status))


@routes.on("POST", "/outside/stripe/refunds")
async def refund_mode(world: World, request: Request) -> Response:
    """`{mode: "normal" | "pending"}`: whether new refunds to cards succeed at once, or are pending for a day."""
    body = await request.json()
    if body.get("mode") not in {"normal", "pending"}:
        return Response.json({"error": "mode is normal or pending"}, 400)
    world.store.put("meta", "refunds", {"mode": body["mode"]})
    return Response.json({"mode": body["mode"]})


@routes.on("POST", "/outside/stripe/refund")
async def decide_refund(world: World, request: Request) -> Response:
    """`{refund, status: "succeeded" | "failed" | "canceled" | "requires_action" | "pending"}`"""
    body = await request.json()
    return _done(world, lambda: refunds.decide(world, str(body.get("refund")), str(body.get("status"))))


@routes.on("POST", "/outside/stripe/transfer/reverse")
async def reverse(world: World, request: Request) -> Response:
    """`{transfer, amount?}`: all of it, or `amount` centavos."""
    body = await request.json()
    amount = whole(body, "amount", 0) or None
    return _done(world, lambda: transfers.reverse(world, str(body.get("transfer")), amount))


@routes.on("POST", "/outside/stripe/balance")
async def balance(world: World, request: Request) -> Response:
    """`{available: centavos | null}`: what Stripe holds for transfers; without a figure, enough for any."""
    body = await request.json()
    available = None if body.get("available") is None else whole(body, "available", 0)
    world.store.put("meta", "balance", {"available": available})
    return Response.json({"available": available})


@routes.on("POST", "/outside/stripe/refuse_destination")
async def refuse_destination(world: World, request: Request) -> Response:
    """`{account}`: Stripe knows no such connected account."""
    account = str((await request.json()).get("account"))
    world.store.put("stripe:unknown_account", account, {"id": account})
    return Response.json({"account": account})


@routes.on("POST", "/outside/stripe/slow")
async def slow(world: World, request: Request) -> Response:
    """`{seconds, times?}`: so long the next calls take, and so long their idempotency keys are busy (409)."""
    body = await request.json()
    seconds = body.get("seconds")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= LONGEST_SECONDS:
        raise HTTPError(Response.json({"error": f"seconds is a number up to {LONGEST_SECONDS}"}, 400))
    world.delays[:] = [float(seconds)] * whole(body, "times", 1)
    return Response.json({"delays": world.delays})


def _done(world: World, deed: Callable[[], Tree]) -> Response:
    outcome = act(world, deed)
    if isinstance(outcome, Refusal):
        return Response.json({"error": outcome.error}, outcome.status)
    return Response.json(public(outcome))
