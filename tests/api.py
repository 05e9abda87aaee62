"""Speaking to the HTTP application as a client does."""

from typing import Any

from quart import Quart
from quart.typing import TestClientProtocol

from models.db import transaction
from models.people.sessions import open_session
from models.people.tables import User


class Answer:
    """A response, unwrapped: `data` of a success, `code` and `details` of a refusal."""

    def __init__(self, status: int, headers: Any, body: Any) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.data = body.get("data") if isinstance(body, dict) else None
        error = (body.get("error") if isinstance(body, dict) else None) or {}
        self.code = error.get("code")
        self.details = error.get("details")

    def __repr__(self) -> str:
        return f"<{self.status} {self.body!r}>"


class Api:
    """Requests as nobody, or `as_` a user through a bearer token."""

    def __init__(self, app: Quart) -> None:
        self.app = app
        self.client: TestClientProtocol = app.test_client(use_cookies=False)
        self._tokens: dict[Any, str] = {}

    async def token(self, user: User) -> str:
        if user.id not in self._tokens:
            async with transaction():
                _, token = await open_session(user)
            self._tokens[user.id] = token  # known to others once it is committed
        return self._tokens[user.id]

    async def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        as_: User | None = None,
        key: str | None = None,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> Answer:
        sent = dict(headers or {})
        if as_ is not None:
            sent["Authorization"] = f"Bearer {await self.token(as_)}"
        if key is not None:
            sent["Idempotency-Key"] = key
        if body is not None:
            more["json"] = body
        response = await self.client.open(path, method=method, headers=sent, **more)
        is_json = (response.content_type or "").startswith("application/json")
        return Answer(response.status_code, response.headers, await response.get_json() if is_json else None)

    async def get(self, path: str, **more: Any) -> Answer:
        return await self.ask("GET", path, **more)

    async def post(self, path: str, body: Any = None, **more: Any) -> Answer:
        return await self.ask("POST", path, {} if body is None and "files" not in more else body, **more)

    async def patch(self, path: str, body: Any = None, **more: Any) -> Answer:
        return await self.ask("PATCH", path, body or {}, **more)

    async def delete(self, path: str, **more: Any) -> Answer:
        return await self.ask("DELETE", path, **more)
