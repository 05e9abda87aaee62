"""What the real providers do not offer: reading what was sent, playing the bank, going wrong on purpose."""

from dataclasses import asdict
from typing import Any, get_args

from integrations.emulators.http import HTTPError, Request, Response, Routes
from integrations.emulators.pages import HERE
from integrations.emulators.stripe import paying, refunds, sessions
from integrations.emulators.stripe.courier import Mode
from integrations.emulators.world import Fault, Provider, World

Tree = dict[str, Any]
routes = Routes()

SHOWN = 200
FILES = {"page.css": "text/css", "page.js": "text/javascript"}


@routes.on("GET", "/")
@routes.on("GET", "/outside")
async def page(world: World, request: Request) -> Response:
    _ = world, request
    return Response.html((HERE / "index.html").read_text())


@routes.on("GET", "/outside/page.css")
@routes.on("GET", "/outside/page.js")
async def page_part(world: World, request: Request) -> Response:
    _ = world
    name = request.path.rpartition("/")[2]
    return Response((HERE / name).read_bytes(), 200, {"content-type": f"{FILES[name]}; charset=utf-8"})


@routes.on("GET", "/outside/mail")
@routes.on("GET", "/outside/sms")
async def read(world: World, request: Request) -> Response:
    kind = request.path.rpartition("/")[2]
    # A plus sign in a number or address arrives as a space when it was not encoded.
    to = request.query.get("to", "").replace(" ", "+").lower() or None
    return Response.json(world.store.newest(kind, to, SHOWN))


@routes.on("GET", "/outside/stripe/payments")
async def payments(world: World, request: Request) -> Response:
    _ = request
    found = world.store.newest("stripe:checkout.session", limit=SHOWN)
    return Response.json([_payment(world, session) for session in found])


@routes.on("POST", "/outside/stripe/forget_keys")
async def forget_keys(world: World, request: Request) -> Response:
    """As if 24 hours had passed: idempotency keys mean nothing any more."""
    await request.json()
    return Response.json({"forgotten": world.store.delete("stripe:key")})


@routes.on("GET", "/outside/stripe/webhooks")
async def webhooks(world: World, request: Request) -> Response:
    """Events and where they are, each signed as if sent now. `?state=held|due|delivered|kept`"""
    return Response.json(world.courier.parcels(request.query.get("state")))


@routes.on("POST", "/outside/stripe/webhooks")
async def instruct(world: World, request: Request) -> Response:
    """`{mode?: "normal" | "hold" | "duplicate" | "reverse", url?}`"""
    body = await request.json()
    orders = {name: body[name] for name in ("mode", "url") if name in body}
    if orders.get("mode", "normal") not in get_args(Mode):
        return Response.json({"error": f"mode is one of {get_args(Mode)}"}, 400)
    return Response.json(world.courier.instruct(**orders))


@routes.on("POST", "/outside/stripe/deliver")
async def deliver(world: World, request: Request) -> Response:
    """Hand over what is held, now: `{reverse?, times?, types?, drop?}`. Answers each event's outcome."""
    body = await request.json()
    times, parcels = whole(body, "times", 1), world.courier.parcels("held")
    kinds = body.get("types")
    chosen = [parcel for parcel in parcels if not kinds or parcel["type"] in kinds]
    outcomes = []
    for parcel in reversed(chosen) if body.get("reverse") else chosen:
        if body.get("drop"):
            world.store.delete("parcel", parcel["id"])
            continue
        statuses = [await world.courier.deliver(parcel) for _ in range(times)]
        outcomes.append({"id": parcel["id"], "type": parcel["type"], "statuses": statuses})
    return Response.json(outcomes)


@routes.on("POST", "/outside/fail")
async def go_wrong(world: World, request: Request) -> Response:
    """The next `times` calls of `provider` answer `status`; with `lost` they are carried out all the same."""
    body = await request.json()
    provider = str(body.get("provider"))
    if provider not in get_args(Provider):
        return Response.json({"error": f"provider is one of {get_args(Provider)}"}, 400)
    fault = Fault(whole(body, "status", 500), whole(body, "times", 1), bool(body.get("lost")))
    world.faults.pop(provider, None)
    if fault.times > 0:
        world.faults[provider] = fault
    return Response.json({name: asdict(kept) for name, kept in world.faults.items()})


@routes.on("GET", "/outside/clock")
async def clock(world: World, request: Request) -> Response:
    _ = request
    return Response.json({"offset_seconds": world.clock.offset, "now": world.clock.moment()})


@routes.on("POST", "/outside/clock")
async def move_clock(world: World, request: Request) -> Response:
    """`{offset_seconds}` from real time. What ran out on the way has expired, and been told, before the answer."""
    body = await request.json()
    offset = body.get("offset_seconds")
    if isinstance(offset, bool) or not isinstance(offset, int | float):
        return Response.json({"error": "offset_seconds is a number"}, 400)
    world.clock.move(offset)
    tick(world)
    await world.courier.settled()
    return await clock(world, request)


def whole(body: Tree, name: str, otherwise: int) -> int:
    value = body.get(name, otherwise)
    if isinstance(value, bool) or not isinstance(value, int):
        raise HTTPError(Response.json({"error": f"{name} is a whole number"}, 400))
    return value


def tick(world: World) -> None:
    with world.store.transaction():
        sessions.sweep(world)
        paying.sweep(world)
        refunds.sweep(world)
    world.courier.wake()


def _payment(world: World, session: Tree) -> Tree:
    names = ("id", "url", "amount_total", "currency", "status", "payment_status", "payment_intent")
    intent = world.store.get("stripe:payment_intent", session["payment_intent"] or "") or {}
    charge = world.store.get("stripe:charge", intent.get("latest_charge") or "") or {}
    opened = world.store.newest("stripe:dispute", intent.get("id", ""), 1)
    return {name: session[name] for name in names} | {
        "created": session["created"],
        "description": ", ".join(line["description"] for line in session["_lines"]),
        "metadata": session["metadata"],
        "intent_status": intent.get("status"),
        "waiting": bool(world.store.get("stripe:waiting", intent.get("id", ""))),
        "amount_refunded": charge.get("amount_refunded", 0),
        "dispute": opened[0]["status"] if opened else None,
    }
