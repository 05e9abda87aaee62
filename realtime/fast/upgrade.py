"""From an HTTP request to a WebSocket: what python-socketio's own way checks, checked the same."""

import base64
import hashlib
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

PATH = "/socket.io/"
MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455's


class NotUpgraded(Exception):
    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status

    def response(self) -> bytes:
        return (
            f"HTTP/1.1 {self.status.value} {self.status.phrase}\r\ncontent-length: 0\r\nconnection: close\r\n"
            "sec-websocket-version: 13\r\n\r\n"
        ).encode()


def environment(request: bytes) -> dict[str, Any]:
    """The request as connect handlers know it: what identifies its sender. Raises NotUpgraded."""
    first, *lines = request.decode("latin-1").split("\r\n")
    method, _, rest = first.partition(" ")
    path, _, query = rest.rpartition(" ")[0].partition("?")
    if not path.rstrip("/") + "/" == PATH:
        raise NotUpgraded(HTTPStatus.NOT_FOUND)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    asked = parse_qs(query)
    if method != "GET" or asked.get("EIO") != ["4"] or asked.get("transport") != ["websocket"] or "sid" in asked:
        raise NotUpgraded(HTTPStatus.BAD_REQUEST)
    if headers.get("sec-websocket-version") != "13" or "sec-websocket-key" not in headers:
        raise NotUpgraded(HTTPStatus.UPGRADE_REQUIRED)
    kept = ("origin", "cookie", "authorization", "sec-websocket-key")
    return {"HTTP_" + name.upper().replace("-", "_"): headers[name] for name in kept if name in headers}


def accepted(environ: dict[str, Any]) -> bytes:
    digest = hashlib.sha1(environ.pop("HTTP_SEC_WEBSOCKET_KEY").encode() + MAGIC).digest()  # noqa: S324 - as the RFC says
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
        b"sec-websocket-accept: %b\r\n\r\n" % base64.b64encode(digest)
    )
