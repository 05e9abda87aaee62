"""A browser's push service, and the browsers behind it: what is pushed is checked, decrypted and kept.

The real ones are deaf to who doesn't sign (RFC 8292), to what isn't encrypted (RFC 8291), and forget browsers.
"""

import base64
import json
import secrets
import time
from typing import Any

from integrations.emulators.http import Request, Response, Routes
from integrations.emulators.world import World
from integrations.vapid import decoded, encoded

Tree = dict[str, Any]
routes = Routes()
desk = Routes()

LARGEST = 4096
DAY = 24 * 3600


class Refusal(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.response = Response.json({"code": status, "message": message}, status)


@desk.on("POST", "/outside/push/subscribe")
async def subscribe(world: World, request: Request) -> Response:
    """A new browser subscribes, `{key}` being the only one that may push it: answers its PushSubscription."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = (await request.json()).get("key")
    private = ec.generate_private_key(ec.SECP256R1())
    name, auth = secrets.token_urlsafe(24), secrets.token_bytes(16)
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    number = private.private_numbers().private_value.to_bytes(32, "big")
    browser = {"id": name, "key": key, "private": encoded(number), "auth": encoded(auth), "answer": 201}
    world.store.put("push:browser", name, browser)
    keys = {"p256dh": encoded(point), "auth": encoded(auth)}
    return Response.json({"endpoint": f"{world.url}/push/{name}", "keys": keys})


@desk.on("POST", "/outside/push/answer")
async def answer(world: World, request: Request) -> Response:
    """`{endpoint, status}`: what is pushed to that browser is answered so from now on."""
    body = await request.json()
    browser = world.store.get("push:browser", str(body.get("endpoint")).rpartition("/")[2])
    if browser is None or body.get("status") not in {201, 400, 403, 404, 410, 413, 429, 500, 503, 307}:
        return Response.json({"error": "an endpoint, and a status that a service answers with"}, 400)
    browser["answer"] = body["status"]
    world.store.put("push:browser", browser["id"], browser)
    return Response.json({"endpoint": body["endpoint"], "status": body["status"]})


@desk.on("GET", "/outside/push")
async def read(world: World, request: Request) -> Response:
    """`?endpoint=`: what that browser was shown, newest first: `{payload, ttl, urgency, topic, sent_at}`."""
    return Response.json(world.store.newest("push", request.query.get("endpoint", "").rpartition("/")[2], 200))


@routes.on("POST", "/{browser}")
async def push(world: World, request: Request) -> Response:
    browser = world.store.get("push:browser", request.names["browser"])
    if browser is None:
        return Response.json({"message": "no such subscription"}, 404)
    if browser["answer"] != 201:
        headers = {"location": f"{world.url}/outside"} if browser["answer"] == 307 else {}
        return Response(b"x" * 100_000, browser["answer"], headers)
    try:
        _authenticate(world, browser, request.headers.get("authorization", ""))
        payload = _decrypt(browser, request.headers, await request.body())
    except Refusal as refusal:
        return refusal.response
    kept = {name: request.headers.get(name) for name in ("ttl", "urgency", "topic")}
    world.store.put(
        "push",
        secrets.token_hex(8),
        kept | {"payload": json.loads(payload), "sent_at": world.clock.moment()},
        ref=browser["id"],
    )
    return Response(b"", 201, {"location": f"{world.url}/push/messages/{secrets.token_hex(8)}"})


def _authenticate(world: World, browser: Tree, header: str) -> None:
    from py_vapid import Vapid02

    scheme, _, parameters = header.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in parameters.split(",") if "=" in part)
    if scheme.lower() != "vapid" or not {"t", "k"} <= parts.keys():
        raise Refusal(401, "an Authorization header of VAPID is needed")
    if parts["k"] != browser["key"]:
        raise Refusal(403, "the browser subscribed to another key")
    try:
        is_signed = Vapid02.verify(header)
        claims = json.loads(base64.urlsafe_b64decode(parts["t"].split(".")[1] + "=="))
    except (ValueError, IndexError):
        is_signed, claims = False, {}
    if not is_signed:
        raise Refusal(403, "the token is not signed with its key")
    if claims.get("aud") != world.url or not time.time() < claims.get("exp", 0) <= time.time() + DAY:
        raise Refusal(403, "the token is for another service, or for another time")
    if not str(claims.get("sub")).startswith(("mailto:", "https:")):
        raise Refusal(403, "the token doesn't say whom to write to")


def _decrypt(browser: Tree, headers: dict[str, str], body: bytes) -> bytes:
    import http_ece
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric import ec

    if headers.get("content-encoding") != "aes128gcm" or not headers.get("ttl", "").isdigit():
        raise Refusal(400, "aes128gcm, and a TTL")
    if len(body) > LARGEST:
        raise Refusal(413, "too much")
    private = ec.derive_private_key(int.from_bytes(decoded(browser["private"]), "big"), ec.SECP256R1())
    try:
        text: bytes = http_ece.decrypt(
            body, private_key=private, auth_secret=decoded(browser["auth"]), version="aes128gcm"
        )
    except (http_ece.ECEException, InvalidTag, ValueError):
        raise Refusal(400, "it can't be read by its browser") from None
    return text
