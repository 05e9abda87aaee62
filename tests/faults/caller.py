"""Commands over HTTP as our client sends them: with a key, again until somebody has answered."""

import asyncio
import itertools
import uuid
from typing import Any

import httpx


class Refused(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Caller:
    def __init__(self, token: str, ports: list[int]) -> None:
        self.token = token
        self.http: httpx.AsyncClient
        """The same one for everybody: they are told apart by their tokens."""
        self.ports = itertools.cycle(ports)
        """Where to go next; whoever isn't served there goes to the other one."""
        self.refused_keys: set[str] = set()

    async def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        return await self.call("POST", path, json={} if body is None else body, key=key or uuid.uuid4().hex)

    async def get(self, path: str, **params: Any) -> Any:
        return await self.call("GET", path, params=params, key="")

    async def call(self, method: str, path: str, *, key: str, **more: Any) -> Any:
        """The `data` of a success; raises Refused for what is the same wherever one asks."""
        headers = {"Authorization": f"Bearer {self.token}"} | ({"Idempotency-Key": key} if key else {})
        while True:
            try:
                url = f"http://127.0.0.1:{next(self.ports)}{path}"
                answer = await self.http.request(method, url, headers=headers, **more)
            except httpx.HTTPError:
                await asyncio.sleep(0.2)
                continue
            if answer.is_success:
                return answer.json()["data"]
            if not answer.is_server_error:
                raise Refused(answer.json()["error"]["code"])
            await asyncio.sleep(0.2)

    async def is_refused(self, code: str, path: str, body: Any = None, *, key: str | None = None) -> None:
        """Ask for what must not be given; the key is remembered, unless it is another command's."""
        own_key = f"wrong-{uuid.uuid4().hex}"
        try:
            given = await self.post(path, body, key=key or own_key)
        except Refused as refused:
            if refused.code != code:
                raise
            self.refused_keys.add(own_key)
        else:
            raise AssertionError(f"{path} gave {given}")
