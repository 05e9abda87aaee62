"""What every call to Stripe's API goes through: key, parameters, idempotency, errors."""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from integrations.emulators.http import Request, Response, Routes
from integrations.emulators.stripe import params
from integrations.emulators.stripe.objects import public
from integrations.emulators.stripe.refusal import Declined, Refusal
from integrations.emulators.world import World

Tree = dict[str, Any]
Call = Callable[..., Tree]

KEYS_LIVE_SECONDS = 24 * 3600
LONGEST_KEY = 255
EXPANDABLE = {"payment_intent", "latest_charge", "customer", "charge", "payment_method", "line_items"}

routes = Routes()


def call(method: str, path: str, spec: str | None = None) -> Callable[[Call], Call]:
    """Register `function(world, params, **names)`. `spec` names the TypedDict of its parameters."""

    def add(function: Call) -> Call:
        @routes.on(method, path)
        async def handler(world: World, request: Request) -> Response:
            return await _answer(world, request, function, spec)

        return function

    return add


async def _answer(world: World, request: Request, function: Call, spec: str | None) -> Response:
    headers = {"request-id": f"req_{secrets.token_hex(7)}"}
    try:
        _authenticate(world, request)
        body = (await request.body()).decode() if request.method == "POST" else request.query_string
        tree = params.decode(body)
        async with _alone(world, request):
            return _carried_out(world, request, function, tree, spec, headers)
    except Refusal as refusal:
        return Response.json({"error": refusal.error}, refusal.status, **headers)
    finally:
        world.courier.wake()


@asynccontextmanager
async def _alone(world: World, request: Request) -> AsyncIterator[None]:
    """For as long as it takes, which tests may stretch, a key is busy: a twin is sent away, not made to wait."""
    key = request.headers.get("idempotency-key") if request.method == "POST" else None
    if key and len(key) > LONGEST_KEY:
        raise Refusal(f"Idempotency keys are at most {LONGEST_KEY} characters.", kind="idempotency_error")
    if key in world.busy_keys:
        raise Refusal(
            f"There is currently another in-progress request using this Idempotent Key (that probably means"
            f" you submitted twice, and the other request is still going through): {key}.",
            status=409,
            kind="idempotency_error",
            code="idempotency_key_in_use",
        )
    held = {key} if key else set()
    world.busy_keys |= held
    try:
        await asyncio.sleep(world.next_delay())
        yield
    finally:
        world.busy_keys -= held


def _carried_out(
    world: World, request: Request, function: Call, tree: Tree, spec: str | None, headers: dict[str, str]
) -> Response:
    with world.store.transaction():
        # A key that was used is looked at first: whatever else it is sent with now, it is the same call or none.
        kept = _kept(world, request, tree)
        checked = params.check(tree, spec) if spec else dict(tree)
        expand = checked.pop("expand", [])
        if kept:
            headers["idempotent-replayed"] = "true"
            return Response.json(kept["answer"], kept["status"], **headers)
        try:
            answer, status = public(function(world, checked, **request.names)), 200
        except Declined as refusal:
            answer, status = {"error": refusal.error}, refusal.status
        _keep(world, request, tree, answer, status)
    return Response.json(_expanded(world, answer, expand), status, **headers)


def _authenticate(world: World, request: Request) -> None:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme == "Basic":
        given = base64.b64decode(given + "==").decode("latin-1").partition(":")[0]
    expected = world.config.stripe_api_key.get_secret_value()
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise Refusal(f"Invalid API Key provided: {given[:8]}***", status=401)


def _kept(world: World, request: Request, tree: Tree) -> Tree | None:
    key = request.headers.get("idempotency-key")
    kept = world.store.get("stripe:key", key) if key and request.method == "POST" else None
    # Real time, as at Stripe's: moving the sandbox's clock must not make keys forgotten.
    if not kept or kept["at"] < time.time() - KEYS_LIVE_SECONDS:
        return None
    if kept["print"] != _print(request, tree):
        raise Refusal(
            "Keys for idempotent requests can only be used with the same parameters they were first used"
            f" with. Try using a key other than '{key}' if you meant to execute a different request.",
            kind="idempotency_error",
        )
    return kept


def _keep(world: World, request: Request, tree: Tree, answer: Tree, status: int) -> None:
    key = request.headers.get("idempotency-key")
    if key and request.method == "POST":
        kept = {"print": _print(request, tree), "answer": answer, "status": status, "at": time.time()}
        world.store.put("stripe:key", key, kept)


def _print(request: Request, tree: Tree) -> str:
    said = json.dumps([request.method, request.path, tree], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _expanded(world: World, answer: Tree, paths: list[str]) -> Tree:
    for path in paths:
        node: Any = answer
        for name in path.removeprefix("data.").split("."):
            for item in node["data"] if isinstance(node, dict) and node.get("object") == "list" else [node]:
                _expand(world, item, name)
            node = node.get(name) if isinstance(node, dict) else None
            if not isinstance(node, dict):
                break
    return answer


def _expand(world: World, item: Tree, name: str) -> None:
    if name not in EXPANDABLE:
        raise Refusal(f"This property cannot be expanded ({name}).", param="expand")
    if name == "line_items":
        kept = world.store.get("stripe:checkout.session", item["id"]) or {}
        item[name] = {"object": "list", "data": kept.get("_lines", []), "has_more": False}
    elif isinstance(item.get(name), str):
        kind = {"latest_charge": "charge"}.get(name, name)
        item[name] = public(world.store.get(f"stripe:{kind}", item[name]) or {})
