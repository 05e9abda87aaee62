"""Which addresses we let people have us call: a browser's push service, and nothing behind our own doors."""

import ipaddress
from urllib.parse import urlsplit

from models.errors import Refused
from settings import settings


class PushServiceRefused(Refused):
    """Not the address of a push service on the internet."""


def refuse_endpoint(endpoint: str) -> None:
    """By its name alone; what the name stands for is looked at when it is called (integrations/push.py)."""
    if is_emulator(endpoint):
        return
    try:
        address = urlsplit(endpoint)
        is_plain = address.port is None and address.username is None and address.password is None
    except ValueError:
        raise PushServiceRefused from None
    host = address.hostname or ""
    if address.scheme != "https" or not is_plain or "." not in host.strip(".") or is_literal(host):
        raise PushServiceRefused


def is_emulator(endpoint: str) -> bool:
    emulator = settings().push_emulator_url
    return emulator is not None and endpoint.startswith(f"{emulator.rstrip('/')}/")


def is_literal(host: str) -> bool:
    """An address in figures, or what some resolvers read as one: no push service has such a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.rsplit(".", 1)[-1].lower().removeprefix("0x").isdigit()
    return True
