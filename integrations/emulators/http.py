"""The little of HTTP that the emulators need, over plain ASGI."""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

if TYPE_CHECKING:
    from integrations.emulators.world import World

BODY_LIMIT = 4 * 1024 * 1024

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Handler = Callable[["World", "Request"], Awaitable["Response"]]


@dataclass
class Request:
    method: str
    raw_path: str
    query_string: str
    headers: dict[str, str]
    receive: Receive
    prefix: str = ""
    """The part of the path that names the provider, e.g. `/stripe`."""
    names: dict[str, str] = field(default_factory=dict)
    """What the route's placeholders stood for."""

    @classmethod
    def of(cls, scope: dict[str, Any], receive: Receive) -> "Request":
        headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
        raw_path = scope["raw_path"].decode("latin-1")
        return cls(scope["method"], raw_path, scope["query_string"].decode("latin-1"), headers, receive)

    @property
    def path(self) -> str:
        """As the provider's own documentation writes it."""
        return unquote(self.raw_path).removeprefix(self.prefix)

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.query_string, keep_blank_values=True))

    async def stream(self) -> AsyncIterator[bytes]:
        while True:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise ConnectionResetError("the client went away in the middle of its body")
            if piece := message.get("body", b""):
                yield piece
            if not message.get("more_body"):
                return

    async def body(self) -> bytes:
        pieces = bytearray()
        async for piece in self.stream():
            pieces += piece
            if len(pieces) > BODY_LIMIT:
                raise HTTPError(Response.json({"error": "body too large"}, 413))
        return bytes(pieces)

    async def form(self) -> dict[str, str]:
        return dict(parse_qsl((await self.body()).decode(), keep_blank_values=True))

    async def json(self) -> dict[str, Any]:
        """A JSON object. Other content types are refused, so that no web page can post here unasked."""
        if not self.headers.get("content-type", "").startswith("application/json"):
            raise HTTPError(Response.json({"error": "send application/json"}, 415))
        try:
            body = json.loads(await self.body() or b"{}")
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise HTTPError(Response.json({"error": "send a JSON object"}, 400))
        return body


@dataclass
class Response:
    body: bytes | AsyncIterator[bytes] = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def json(cls, value: object, status: int = 200, **headers: str) -> "Response":
        return cls(json.dumps(value).encode(), status, {"content-type": "application/json", **headers})

    @classmethod
    def html(cls, text: str, status: int = 200) -> "Response":
        return cls(text.encode(), status, {"content-type": "text/html; charset=utf-8"})

    @classmethod
    def redirect(cls, url: str) -> "Response":
        return cls(b"", 303, {"location": url})

    async def send(self, send: Send) -> None:
        headers = {"x-content-type-options": "nosniff", "cache-control": "no-store"} | self.headers
        if isinstance(self.body, bytes):
            headers.setdefault("content-length", str(len(self.body)))
        raw = [(key.encode("latin-1"), value.encode("latin-1")) for key, value in headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": raw})
        if isinstance(self.body, bytes):
            await send({"type": "http.response.body", "body": self.body})
            return
        async for piece in self.body:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


class HTTPError(Exception):
    def __init__(self, response: Response) -> None:
        super().__init__(f"answered {response.status}")
        self.response = response


class Routes:
    """Patterns such as `/v1/refunds/{id}`; a placeholder stands for one segment."""

    def __init__(self) -> None:
        self._routes: list[tuple[str, re.Pattern[str], Handler]] = []

    def on(self, method: str, path: str) -> Callable[[Handler], Handler]:
        pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path) + "/?")

        def add(handler: Handler) -> Handler:
            self._routes.append((method, pattern, handler))
            return handler

        return add

    def find(self, request: Request) -> Handler | None:
        for method, pattern, handler in self._routes:
            if method == request.method and (match := pattern.fullmatch(request.path)):
                request.names = match.groupdict()
                return handler
        return None
