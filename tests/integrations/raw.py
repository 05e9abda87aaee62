"""Stripe's API without the SDK, which would not let some mistakes out."""

from typing import Any

import httpx

from settings import settings
from tests.outside import Outside


class Stripe:
    def __init__(self, outside: Outside) -> None:
        self.url = f"{outside.url}/stripe"
        self.headers = {"Authorization": f"Bearer {settings().stripe_api_key.get_secret_value()}"}

    async def ask(
        self, method: str, path: str, said: dict[str, str], **headers: str
    ) -> tuple[int, dict[str, Any]]:
        how: dict[str, Any] = {"data": said} if method == "POST" else {"params": said}
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.request(method, self.url + path, headers=self.headers | headers, **how)
        return answer.status_code, answer.json().get("error") or {}

    async def post(self, path: str, said: dict[str, str], **headers: str) -> tuple[int, dict[str, Any]]:
        return await self.ask("POST", path, said, **headers)
