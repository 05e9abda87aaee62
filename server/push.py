"""Browsers that want to hear when nobody looks (web push)."""

import base64
from typing import Annotated

from pydantic import AfterValidator, Field
from quart import Blueprint, Response, g, request
from quart_schema import validate_request

from integrations.vapid import public_key
from models.push.subscribe import Browser, subscribe
from models.push.unsubscribe import unsubscribe
from server.edge import asker, key_of, ok, signed_in
from server.fields import Body, Text
from server.limits import HOUR, limited

blueprint = Blueprint("push", __name__, url_prefix="/api/push")

POINT, SECRET = 65, 16
UNCOMPRESSED = 4


def _bytes(text: str, length: int) -> bytes:
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if len(raw) != length:
        raise ValueError("no key of a browser's")
    return raw


def _point(text: str) -> str:
    if _bytes(text, POINT)[0] != UNCOMPRESSED:
        raise ValueError("no point of a curve")
    return text


def _secret(text: str) -> str:
    _bytes(text, SECRET)
    return text


class Keys(Body):
    p256dh: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{87}$"), AfterValidator(_point)]
    auth: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{22}$"), AfterValidator(_secret)]


class Subscribing(Body):
    """A browser's PushSubscription."""

    endpoint: Annotated[Text, Field(min_length=10, max_length=1000)]
    keys: Keys


@blueprint.get("/key")
@signed_in()
async def tell_key() -> tuple[Response, int]:
    """What a browser subscribes with: it lets only us push."""
    return ok({"key": public_key()})


@blueprint.post("/subscriptions")
@signed_in()
@limited("push.subscribe", 60, per=HOUR)
@validate_request(Subscribing)
async def add_subscription(data: Subscribing) -> tuple[Response, int]:
    browser = Browser(data.endpoint, data.keys.p256dh, data.keys.auth, request.headers.get("User-Agent"))
    return ok({"id": str(await subscribe(browser, by=asker(), session=g.session))}, 201)


@blueprint.delete("/subscriptions/<subscription_id>")
@signed_in()
async def remove_subscription(subscription_id: str) -> tuple[Response, int]:
    await unsubscribe(key_of(subscription_id), by=asker().id)
    return ok()
