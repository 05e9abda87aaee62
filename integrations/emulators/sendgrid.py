"""SendGrid's v3 mail/send: checked as documented, kept for whoever wants to read it."""

import hmac
import json
import re
import secrets
from typing import Any

from integrations.emulators.http import Request, Response, Routes
from integrations.emulators.world import World

Tree = dict[str, Any]
routes = Routes()

FIELDS = {
    "personalizations", "from", "reply_to", "reply_to_list", "subject", "content", "attachments",
    "template_id", "headers", "categories", "custom_args", "send_at", "batch_id", "asm", "ip_pool_name",
    "mail_settings", "tracking_settings",
}  # fmt: skip
PERSONAL = {
    "to", "from", "cc", "bcc", "subject", "headers", "substitutions", "dynamic_template_data",
    "custom_args", "send_at",
}  # fmt: skip
RESERVED = {
    "x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type", "content-transfer-encoding",
    "to", "from", "subject", "reply-to", "cc", "bcc",
}  # fmt: skip
ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")


class Refusal(Exception):
    def __init__(self, message: str, field: str | None = None, status: int = 400) -> None:
        super().__init__(message)
        body = {"errors": [{"message": message, "field": field, "help": None}]}
        self.response = Response.json(body, status)


@routes.on("POST", "/v3/mail/send")
async def send(world: World, request: Request) -> Response:
    try:
        _authenticate(world, request)
        mail = _parse(await request.body())
        _check(mail)
    except Refusal as refusal:
        return refusal.response
    message_id = secrets.token_urlsafe(16)
    with world.store.transaction():
        for personal in mail["personalizations"]:
            for recipient in [*personal["to"], *personal.get("cc", []), *personal.get("bcc", [])]:
                _keep(world, mail, personal, recipient["email"])
    return Response(b"", 202, {"x-message-id": message_id})


def _authenticate(world: World, request: Request) -> None:
    expected = f"Bearer {world.config.sendgrid_api_key.get_secret_value()}"
    if not hmac.compare_digest(request.headers.get("authorization", "").encode(), expected.encode()):
        raise Refusal("The provided authorization grant is invalid, expired, or revoked", status=401)


def _parse(body: bytes) -> Tree:
    try:
        mail = json.loads(body)
    except ValueError:
        mail = None
    if not isinstance(mail, dict):
        raise Refusal("Bad Request")
    return mail


def _check(mail: Tree) -> None:
    _known(mail, FIELDS, "")
    personals = mail.get("personalizations")
    if not isinstance(personals, list) or not personals:
        raise Refusal(
            "The personalizations field is required and must have at least one personalization.",
            "personalizations",
        )
    _address(mail.get("from"), "from.email")
    for place, personal in enumerate(personals):
        path = f"personalizations.{place}"
        _known(personal, PERSONAL, f"{path}.")
        if not personal.get("to"):
            raise Refusal("The to array is required for all personalization objects.", f"{path}.to")
        for recipient in personal["to"]:
            _address(recipient, f"{path}.to.0.email")
        _headers(personal.get("headers", {}), f"{path}.headers")
        if not (personal.get("subject") or mail.get("subject")):
            raise Refusal("The subject is required.", "subject")
    _headers(mail.get("headers", {}), "headers")
    _content(mail.get("content"))


def _content(content: Any) -> None:
    if not isinstance(content, list) or not content:
        raise Refusal("Unless a valid template_id is provided, the content parameter is required.", "content")
    for place, part in enumerate(content):
        if not isinstance(part, dict) or not part.get("type") or not part.get("value"):
            raise Refusal(
                "The content value must be a string at least one character in length.",
                f"content.{place}.value",
            )
    types = [part["type"] for part in content]
    if "text/plain" in types and types.index("text/plain") != 0:
        raise Refusal("If present, text/plain must be first, followed by text/html.", "content")


def _known(thing: Any, names: set[str], path: str) -> None:
    for name in thing if isinstance(thing, dict) else {}:
        if name not in names:
            raise Refusal(f"Additional property {name} is not allowed", f"{path}{name}")


def _address(person: Any, field: str) -> None:
    email = person.get("email") if isinstance(person, dict) else None
    if not isinstance(email, str) or not ADDRESS.fullmatch(email):
        raise Refusal("Does not contain a valid address.", field)


def _headers(headers: Any, field: str) -> None:
    for name, value in headers.items():
        if name.lower() in RESERVED:
            raise Refusal(f"{name} is a reserved header and can't be set", field)
        if not isinstance(value, str) or re.search(r"[\r\n]", f"{name}{value}"):
            raise Refusal("Headers must be strings without line breaks", field)


def _keep(world: World, mail: Tree, personal: Tree, to: str) -> None:
    parts = {part["type"]: part["value"] for part in mail["content"]}
    world.store.put(
        "mail",
        secrets.token_hex(8),
        {
            "id": secrets.token_hex(8),
            "to": to,
            "from": mail["from"],
            "subject": personal.get("subject") or mail["subject"],
            "html": parts.get("text/html", ""),
            "text": parts.get("text/plain", ""),
            "headers": mail.get("headers", {}) | personal.get("headers", {}),
            "sent_at": world.clock.moment(),
        },
        ref=to.lower(),
    )
