"""Web push: encrypted for one browser (RFC 8291), signed as ours (RFC 8292), handed to its push service.

The service is whatever the browser named, so somebody may name an address of ours: only such as are everybody's
are called, which is decided where a name becomes an address, and nothing is followed or read.
"""

import ipaddress
import socket
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import orjson
import structlog

from integrations.errors import NotFoundError, RefusedError, UnavailableError
from integrations.lifecycle import Shared
from settings import settings

if TYPE_CHECKING:
    import aiohttp
    from aiohttp.abc import ResolveResult

log = structlog.get_logger("integrations.push")

TIMEOUT_SECONDS = 10
SIGNED_FOR_SECONDS = 3600
LARGEST = 3000
"""Services take 4,096 bytes with what encryption adds; what we say is short."""
GONE = frozenset({404, 410})
TOO_MANY, SERVER_ERROR, REDIRECT, BAD_REQUEST = 429, 500, 300, 400


class ElsewhereError(RefusedError):
    """The endpoint's name stands for an address that isn't on the internet."""


@dataclass(frozen=True)
class Target:
    endpoint: str
    p256dh: str
    auth: str


async def send(target: Target, payload: Mapping[str, Any], *, ttl: int, topic: str) -> None:
    """Hand one message over. `topic` lets the service replace what it hasn't delivered yet.

    Raises NotFoundError when the browser listens no more, ElsewhereError, RefusedError, UnavailableError.
    """
    import aiohttp

    _refuse_inside(target.endpoint)
    body = _encrypted(target, orjson.dumps(payload))
    headers = _signed(target.endpoint) | {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(ttl),
        "Urgency": "high",
        "Topic": topic,
    }
    open_session = await client()
    try:
        async with open_session.post(target.endpoint, data=body, headers=headers, allow_redirects=False) as answer:
            status = answer.status  # whatever else it says is not read
    except (aiohttp.ClientError, TimeoutError) as error:
        if isinstance(error.__cause__, NotPublicError):
            raise ElsewhereError("push", "not_public", "no address of the internet") from error
        raise UnavailableError("push", type(error).__name__, "no answer") from error
    if status >= REDIRECT:
        raise _failure(status)


def _failure(status: int) -> RefusedError | UnavailableError:
    if status in GONE:
        return NotFoundError("push", str(status), "the browser listens no more")
    if status == TOO_MANY or status >= SERVER_ERROR:
        return UnavailableError("push", str(status), "not now")
    return RefusedError("push", str(status), "not taken")


def _refuse_inside(endpoint: str) -> None:
    """An address in figures is not resolved, so nobody would look at it; and nothing goes out unencrypted."""
    emulator = settings().push_emulator_url
    if emulator is not None and endpoint.startswith(f"{emulator.rstrip('/')}/"):
        return
    address = urlsplit(endpoint)
    if address.scheme != "https" or not (address.hostname or "").rpartition(".")[2].isalpha():
        raise ElsewhereError("push", "not_public", "no name of the internet")


def _encrypted(target: Target, data: bytes) -> bytes:
    from pywebpush import WebPusher

    if len(data) > LARGEST:
        raise RefusedError("push", "too_large", f"{len(data)} bytes")
    keys = {"p256dh": target.p256dh, "auth": target.auth}
    try:
        body: bytes = WebPusher({"endpoint": target.endpoint, "keys": keys}).encode(data)["body"]
    except ValueError as error:  # 65 bytes that are no point of the curve
        raise RefusedError("push", "bad_key", "the browser's key is none") from error
    return body


def _signed(endpoint: str) -> dict[str, str]:
    from py_vapid import Vapid02

    address = urlsplit(endpoint)
    claims = {
        "aud": f"{address.scheme}://{address.netloc}",
        "exp": int(time.time()) + SIGNED_FOR_SECONDS,
        "sub": f"mailto:{parseaddr(settings().mail_from)[1]}",
    }
    signed: dict[str, str] = Vapid02.from_raw(settings().vapid_private_key.get_secret_value().encode()).sign(
        claims
    )
    return signed


class NotPublicError(OSError):
    pass


def is_public(host: str) -> bool:
    """Whether an address is everybody's; one of IPv6 that stands for one of IPv4 is judged by that."""
    address = ipaddress.ip_address(host.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour
        if within is not None:
            address = within
    return address.is_global and not address.is_multicast


async def _open() -> "AsyncIterator[aiohttp.ClientSession]":
    import aiohttp
    from aiohttp.resolver import ThreadedResolver

    emulator = urlsplit(settings().push_emulator_url or "").hostname

    class PublicResolver(ThreadedResolver):
        """The connection goes to what this answers: nothing is looked up a second time."""

        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> "list[ResolveResult]":
            found = await super().resolve(host, port, family)
            if host != emulator and not all(is_public(each["host"]) for each in found):
                raise NotPublicError(host)
            return found

    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(resolver=PublicResolver(), limit=32),
        timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
    ) as session:
        yield session


client = Shared(_open)
