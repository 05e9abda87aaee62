"""Twilio Verify v2: six digits, five sends and five checks in ten minutes, gone once approved or expired."""

import base64
import hmac
import re
import secrets
from typing import Any

from integrations.emulators.http import Request, Response, Routes
from integrations.emulators.world import World

Tree = dict[str, Any]
routes = Routes()

LIVE_SECONDS = 600
SENDS = CHECKS = 5
E164 = re.compile(r"\+[1-9]\d{7,14}")
MEXICO = re.compile(r"\+52[1-9]\d{9}")
CHANNELS = {"sms", "whatsapp", "call"}
BASE = "/v2/Services/{service}"


class Refusal(Exception):
    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        more = f"https://www.twilio.com/docs/errors/{code}"
        body = {"code": code, "message": message, "more_info": more, "status": status}
        self.response = Response.json(body, status)


@routes.on("POST", f"{BASE}/Verifications")
async def start(world: World, request: Request) -> Response:
    form = await request.form()
    try:
        _authenticate(world, request)
        with world.store.transaction():
            verification = _start(world, form)
    except Refusal as refusal:
        return refusal.response
    return Response.json(_public(world, verification), 201)


@routes.on("POST", f"{BASE}/VerificationCheck")
async def check(world: World, request: Request) -> Response:
    form = await request.form()
    try:
        _authenticate(world, request)
        with world.store.transaction():
            verification = _check(world, form)
    except Refusal as refusal:
        return refusal.response
    return Response.json(_public(world, verification), 201)


def _authenticate(world: World, request: Request) -> None:
    config = world.config
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    expected = f"{config.twilio_account_sid}:{config.twilio_auth_token.get_secret_value()}".encode()
    if scheme != "Basic" or not hmac.compare_digest(given.encode(), base64.b64encode(expected)):
        raise Refusal(401, 20003, "Authenticate")
    if request.names["service"] != config.twilio_verify_service_sid:
        raise Refusal(404, 20404, f"The requested resource {request.path} was not found")


def _start(world: World, form: dict[str, str]) -> Tree:
    to, channel = form.get("To", ""), form.get("Channel", "")
    # Mexican numbers have ten digits after +52; the old mobile 1 is not dialled any more.
    if not E164.fullmatch(to) or (to.startswith("+52") and not MEXICO.fullmatch(to)):
        raise Refusal(400, 60200, f"Invalid parameter `To`: {to}")
    if channel not in CHANNELS:
        raise Refusal(400, 60200, f"Invalid parameter `Channel`: {channel}")
    verification = _pending(world, to)
    if verification and verification["checks"] >= CHECKS:
        raise Refusal(429, 60202, "Max check attempts reached")
    if verification and verification["sends"] >= SENDS:
        raise Refusal(429, 60203, "Max send attempts reached")
    verification = verification or {
        "sid": f"VE{secrets.token_hex(16)}",
        "to": to,
        "code": f"{secrets.randbelow(10**6):06d}",
        "status": "pending",
        "expires_at": world.clock.now() + LIVE_SECONDS,
        "created_at": world.clock.moment(),
        "sends": 0,
        "checks": 0,
    }
    verification |= {"channel": channel, "sends": verification["sends"] + 1}
    _save(world, verification)
    sent = {"to": to, "channel": channel, "code": verification["code"], "sent_at": world.clock.moment()}
    world.store.put("sms", secrets.token_hex(8), sent | {"locale": form.get("Locale", "en")}, ref=to)
    return verification


def _check(world: World, form: dict[str, str]) -> Tree:
    to, code = form.get("To"), form.get("Code", "")
    if not re.fullmatch(r"[0-9A-Za-z]{4,10}", code):
        raise Refusal(400, 60200, f"Invalid parameter: Code {code}")
    if not to:
        raise Refusal(400, 60200, "Invalid parameter: To")
    verification = _pending(world, to)
    if verification is None:
        raise Refusal(404, 20404, "The requested resource /VerificationCheck was not found")
    if verification["checks"] >= CHECKS:
        raise Refusal(429, 60202, "Max check attempts reached")
    verification["checks"] += 1
    if hmac.compare_digest(verification["code"].encode(), code.encode()):
        verification["status"] = "approved"
    _save(world, verification)
    return verification


def _pending(world: World, to: str) -> Tree | None:
    newest = world.store.newest("twilio:verification", to, limit=1)
    if newest and newest[0]["status"] == "pending" and newest[0]["expires_at"] > world.clock.now():
        return newest[0]
    return None


def _save(world: World, verification: Tree) -> None:
    world.store.put("twilio:verification", verification["sid"], verification, ref=verification["to"])


def _public(world: World, verification: Tree) -> Tree:
    """As Twilio shows it: the code never."""
    shown = {name: verification[name] for name in ("sid", "to", "channel", "status")}
    return shown | {
        "service_sid": world.config.twilio_verify_service_sid,
        "account_sid": world.config.twilio_account_sid,
        "valid": verification["status"] == "approved",
        "date_created": verification["created_at"],
        "date_updated": world.clock.moment(),
        "lookup": {},
        "send_code_attempts": [],
        "amount": None,
        "payee": None,
    }
