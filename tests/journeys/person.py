"""Somebody with a phone: what they do by API and socket alone, and what they hear."""

import asyncio
import itertools
import re
import uuid
from collections.abc import Callable
from typing import Any

import httpx
import socketio

from tests.stack import ADMIN, Stack

PASSWORD = "una clave larga y buena"
PATIENCE = 30.0
_numbers = itertools.count(int(uuid.uuid4().int % 80_000_000) + 10_000_000)


class Refused(AssertionError):
    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.code = body.get("error", {}).get("code")
        self.details = body.get("error", {}).get("details")


class Person:
    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.http = httpx.AsyncClient(base_url=stack.url, verify=False, trust_env=False, timeout=60)
        self.socket = socketio.AsyncClient(reconnection=False)
        self.heard: list[tuple[str, Any]] = []
        self.news = asyncio.Event()
        self.user: dict[str, Any] = {}
        self.phone = ""

    async def ask(self, method: str, path: str, body: Any = None, *, key: str | None = None, **more: Any) -> Any:
        """The `data` of a success; anything else raises Refused."""
        headers = {"Idempotency-Key": key} if key else {}
        if body is not None:
            more["json"] = body
        answer = await self.http.request(method, path, headers=headers, **more)
        if not answer.is_success:
            raise Refused(answer.status_code, answer.json())
        return answer.json()["data"]

    async def get(self, path: str, **more: Any) -> Any:
        return await self.ask("GET", path, **more)

    async def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return await self.ask("POST", path, {} if body is None and "files" not in more else body, **more)

    async def patch(self, path: str, body: Any) -> Any:
        return await self.ask("PATCH", path, body)

    async def sign_up(self, role: str, full_name: str) -> "Person":
        """Register, and prove mailbox and phone with what arrives there."""
        number = next(_numbers)
        self.phone = f"+5255{number}"
        self.email = f"{role}{number}@example.com"
        given = {"email": self.email, "password": PASSWORD, "full_name": full_name, "role": role}
        await self.enter(await self.post("/api/auth/register", given | {"phone": self.phone}))
        mail = await self.mail("Confirma tu correo")
        token = re.search(r"verify-email\?token=([\w-]+)", mail["text"])
        assert token, mail["text"]
        await self.post("/api/auth/verify-email", {"token": token[1]})
        await self.post("/api/auth/verify-phone")
        codes = await self.stack.outside.codes(self.phone)
        await self.post("/api/auth/verify-phone/confirm", {"code": codes[0]["code"]})
        return self

    async def sign_in(self, email: str, password: str) -> "Person":
        self.email = email
        await self.enter(await self.post("/api/auth/login", {"email": email, "password": password}))
        return self

    async def enter(self, answer: dict[str, Any]) -> None:
        self.user = answer["user"]
        self.http.headers["Authorization"] = f"Bearer {answer['token']}"
        self.http.cookies.clear()
        self.socket.on("*", self.hear)
        await self.socket.connect(
            self.stack.url, auth={"token": answer["token"]}, transports=["websocket"], wait_timeout=PATIENCE
        )

    async def hear(self, event: str, payload: Any = None) -> None:
        self.heard.append((event, payload))
        self.news.set()

    async def hears(self, event: str, matching: Callable[[Any], bool] = lambda _: True) -> Any:
        """The first matching frame, from the past or within PATIENCE."""

        async def listen() -> Any:
            while True:
                for name, payload in self.heard:
                    if name == event and matching(payload):
                        return payload
                self.news.clear()
                await self.news.wait()

        try:
            async with asyncio.timeout(PATIENCE):
                return await listen()
        except TimeoutError:
            raise AssertionError(f"never heard {event}; heard {[name for name, _ in self.heard]}") from None

    async def hears_row(self, conversation: str, kind: str) -> Any:
        """The timeline row of an event of this kind."""
        return await self.hears(
            "message:new",
            lambda row: row["conversation_id"] == conversation and (row.get("event") or {}).get("kind") == kind,
        )

    async def mail(self, subject: str) -> dict[str, Any]:
        """The newest mail whose subject contains `subject`, once it has come."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while True:
            mails = await self.stack.outside.mails(self.email)
            for mail in mails:
                if subject in mail["subject"]:
                    return mail
            assert asyncio.get_running_loop().time() < deadline, [each["subject"] for each in mails]
            await asyncio.sleep(0.05)

    async def says(self, conversation: str, text: str, key: str | None = None) -> dict[str, Any]:
        """Send over the socket, acknowledged once durable; who is too quick tries again when told to."""
        said = {"conversation_id": conversation, "client_msg_id": key or uuid.uuid4().hex, "content": text}
        answer = await self.socket.call("message:send", said, timeout=PATIENCE)
        while answer.get("error", {}).get("code") == "TOO_MANY":
            await asyncio.sleep(answer["error"]["details"]["retry_after"])
            answer = await self.socket.call("message:send", said, timeout=PATIENCE)
        assert answer["ok"], answer
        return answer  # type: ignore[no-any-return]

    async def leave(self) -> None:
        await self.socket.disconnect()
        await self.http.aclose()


async def the_admin(stack: Stack) -> Person:
    return await Person(stack).sign_in(*ADMIN)
