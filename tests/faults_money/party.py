"""Whoever takes part: commands until somebody has answered, sometimes twice; and what all of them were told."""

import asyncio
import uuid
from dataclasses import dataclass, field
from typing import Any

from tests.faults.caller import Caller


@dataclass
class Told:
    """What everybody was told is done, as ids."""

    commands: int = 0
    deposits: set[str] = field(default_factory=set)
    purchases: set[str] = field(default_factory=set)
    requests: set[str] = field(default_factory=set)
    ended: dict[str, set[str]] = field(default_factory=dict)
    """Requests, by how they were to end."""
    withdrawals: set[str] = field(default_factory=set)
    days: int = 0
    overtaken: list[str] = field(default_factory=list)

    def ends(self, how: str, request: str) -> None:
        self.ended.setdefault(how, set()).add(request)


class Party(Caller):
    """Somebody whose acknowledged commands are counted: by their number things break."""

    def __init__(self, token: str, ports: list[int], told: Told) -> None:
        super().__init__(token, ports)
        self.told = told

    async def call(self, method: str, path: str, *, key: str, **more: Any) -> Any:
        data = await super().call(method, path, key=key, **more)
        self.told.commands += method != "GET"
        return data

    async def patch(self, path: str, body: Any) -> Any:
        return await self.call("PATCH", path, json=body, key=uuid.uuid4().hex)

    async def twice(self, path: str, *, key: str) -> Any:
        """Two taps, which may meet on two nodes: one thing is done."""
        taps = (self.post(path, key=key) for _ in range(2))
        one, other = await asyncio.gather(*taps, return_exceptions=True)
        for each in (one, other):
            if isinstance(each, BaseException):
                raise each
        assert what(one) == what(other), path
        return one

    async def says(self, place: str, words: str) -> None:
        said = {"client_msg_id": uuid.uuid4().hex, "message_type": "text", "content": words}
        await self.post(f"/api/conversations/{place}/messages", said)


def what(data: dict[str, Any]) -> str:
    """The one thing that was made."""
    return str(data["checkout_url"] if "checkout_url" in data else data["purchase"]["id"])
