"""Where providers tell us what happened: verified, stored, answered; applied by the worker (ESC-22)."""

import hashlib
from urllib.parse import parse_qsl

from quart import Blueprint, Response, request

from integrations import payments, verify
from integrations.errors import SignatureError
from models.errors import Malformed, TooLarge
from models.inbox import receive
from server.edge import ok
from settings import settings

blueprint = Blueprint("webhooks", __name__, url_prefix="/api/webhooks")

LARGEST = 512 * 1024


class SignatureInvalid(Malformed):
    pass


@blueprint.post("/stripe")
async def stripe() -> tuple[Response, int]:
    try:
        event = payments.parse_event(await body(), request.headers.get("Stripe-Signature", ""))
    except SignatureError:
        raise SignatureInvalid from None
    await receive("stripe", text(event, "id", 255), text(event, "type", 80), event)
    return ok()


@blueprint.post("/twilio")
async def twilio() -> tuple[Response, int]:
    """Nothing acts on these yet: they are kept for support, who asks why a code never came."""
    raw = await body()
    try:
        form = dict(parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=200))
    except ValueError:
        raise Malformed from None
    signature = request.headers.get("X-Twilio-Signature", "")
    if not verify.signed_by_twilio(f"{settings().public_url}{request.full_path.rstrip('?')}", form, signature):
        raise SignatureInvalid
    told_once = request.headers.get("I-Twilio-Idempotency-Token") or hashlib.sha256(raw).hexdigest()
    kind = form.get("Type") or form.get("MessageStatus") or "unknown"
    await receive("twilio", told_once[:255], kind[:80], dict(form))
    return ok()


async def body() -> bytes:
    """The raw body; unlike elsewhere strangers may post here, so it is small."""
    read = bytearray()
    async for part in request.body:
        read += part
        if len(read) > LARGEST:
            raise TooLarge
    return bytes(read)


def text(event: dict[str, object], name: str, longest: int) -> str:
    value = event.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= longest:
        raise Malformed(field=name)
    return value
