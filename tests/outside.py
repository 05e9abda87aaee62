"""The emulators as a test sees them: started on a free port, read, and told to misbehave."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import httpx

PATIENCE_SECONDS = 60


class Outside:
    """`outside = Outside.start(folder)`; `outside.environment` is what the application has to be told.

    One may serve a whole run: read mails and codes by address, so that tests do not see each other's.
    """

    def __init__(self, home: Path, webhook_url: str = "") -> None:
        self.home = home
        self.webhook_url = webhook_url
        self.url = ""
        self._process: subprocess.Popen[str] | None = None

    @classmethod
    def start(cls, home: Path, webhook_url: str = "") -> "Outside":
        outside = cls(home, webhook_url)
        outside.launch()
        return outside

    @classmethod
    def at(cls, url: str) -> "Outside":
        """Emulators that something else has started, `bin/dev` for one."""
        outside = cls(Path())
        outside.url = url
        return outside

    def launch(self) -> None:
        """Start, or start again with what is in the folder; the address stays the same."""
        port = self.url.rpartition(":")[2] or "0"
        command = [sys.executable, "-m", "integrations.emulators", "--with-parent"]
        self._process = subprocess.Popen(
            [*command, "--port", port, "--home", str(self.home), "--webhook-url", self.webhook_url],
            env={**os.environ, "TRUSTME_ENV": "test"},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line.startswith("outside at "), f"the emulators did not start: {line!r}"
        self.url = line.removeprefix("outside at ").strip()

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._end()

    def kill(self) -> None:
        """As kill -9 or a power cut would: no chance to save anything."""
        if self._process:
            self._process.kill()
            self._end()

    def _end(self) -> None:
        assert self._process
        assert self._process.stdout
        self._process.wait(PATIENCE_SECONDS)
        self._process.stdout.close()
        self._process = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def environment(self) -> dict[str, str]:
        return {
            "STRIPE_API_URL": f"{self.url}/stripe",
            "TWILIO_API_URL": f"{self.url}/twilio",
            "SENDGRID_API_URL": f"{self.url}/sendgrid",
            "S3_ENDPOINT_URL": f"{self.url}/s3",
            "PUSH_EMULATOR_URL": f"{self.url}/push",
            "GA4_API_URL": f"{self.url}/ga4",
        }

    async def mails(self, to: str | None = None) -> list[dict[str, Any]]:
        """Newest first: `{to, from, subject, html, text, headers, sent_at}`."""
        return await self.ask("GET", "/outside/mail", params={"to": to} if to else None)

    async def codes(self, to: str | None = None) -> list[dict[str, Any]]:
        """Newest first: `{to, channel, code, sent_at}`."""
        return await self.ask("GET", "/outside/sms", params={"to": to} if to else None)

    async def pay(self, url: str, card: str = "4242 4242 4242 4242", **more: Any) -> dict[str, Any]:
        """Pay a Checkout page by card: `{status, payment_status, payment_intent, …}`, or `{error}`."""
        return await self.ask("POST", f"{url}/pay", json={"card": card, **more})

    async def pay_by(self, url: str, method: str) -> dict[str, Any]:
        """`oxxo` or `spei`: the money comes with `settle`, or not with `fail`."""
        return await self.ask("POST", f"{url}/pay", json={"method": method})

    async def settle(self, payment_intent: str) -> dict[str, Any]:
        return await self.ask("POST", "/outside/stripe/settle", json={"payment_intent": payment_intent})

    async def fail(self, payment_intent: str) -> dict[str, Any]:
        return await self.ask("POST", "/outside/stripe/fail", json={"payment_intent": payment_intent})

    async def dispute(self, payment_intent: str, **more: Any) -> dict[str, Any]:
        """`amount` in centavos, `inquiry=True`, `reason`."""
        return await self.ask("POST", "/outside/stripe/dispute", json={"payment_intent": payment_intent} | more)

    async def order(self, what: str, **how: Any) -> dict[str, Any]:
        """Any other of `/outside/stripe/…` (docs/sandbox.md): `order("balance", available=0)`."""
        return await self.ask("POST", f"/outside/stripe/{what}", json=how)

    async def close_dispute(self, payment_intent: str, status: str) -> dict[str, Any]:
        body = {"payment_intent": payment_intent, "status": status}
        return await self.ask("POST", "/outside/stripe/dispute/close", json=body)

    async def payments(self) -> list[dict[str, Any]]:
        return await self.ask("GET", "/outside/stripe/payments")

    async def webhooks(self, **orders: Any) -> dict[str, Any]:
        """`mode="hold" | "normal" | "duplicate" | "reverse"`, `url="http://…"`."""
        return await self.ask("POST", "/outside/stripe/webhooks", json=orders)

    async def events(self, about: str | None = None, state: str | None = None) -> list[dict[str, Any]]:
        """Events oldest first, `{id, type, state, body, signature, …}`: to be posted by hand where nobody listens.

        `about` keeps those whose object is, belongs to or mentions that id or metadata value.
        """
        found = await self.ask("GET", "/outside/stripe/webhooks", params={"state": state} if state else None)
        return [event for event in found if about is None or about in event["body"]]

    async def deliver(self, **how: Any) -> list[dict[str, Any]]:
        """Deliver what is held: `types=[…]`, `reverse=True`, `times=2`, `drop=True`."""
        return await self.ask("POST", "/outside/stripe/deliver", json=how)

    async def break_down(
        self, provider: str, *, times: int = 1, status: int = 500, lost: bool = False
    ) -> Mapping[str, Any]:
        """The provider's next calls fail; with `lost` they are carried out and only the answer is lost."""
        body = {"provider": provider, "times": times, "status": status, "lost": lost}
        return await self.ask("POST", "/outside/fail", json=body)

    async def browser(self, key: str) -> dict[str, Any]:
        """A browser's subscription to pushes signed with `key`: `{endpoint, keys: {p256dh, auth}}`."""
        return await self.ask("POST", "/outside/push/subscribe", json={"key": key})

    async def pushes(self, browser: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What it was shown, newest first: `{payload, ttl, urgency, topic, sent_at}`."""
        return await self.ask("GET", "/outside/push", params={"endpoint": browser["endpoint"]})

    async def push_answers(self, browser: Mapping[str, Any], status: int) -> None:
        """What is pushed to it is answered so from now on."""
        await self.ask("POST", "/outside/push/answer", json={"endpoint": browser["endpoint"], "status": status})

    async def forget_keys(self) -> None:
        """As if a day had passed since Stripe last saw any idempotency key."""
        await self.ask("POST", "/outside/stripe/forget_keys", json={})

    async def move_clock(self, offset_seconds: float) -> None:
        await self.ask("POST", "/outside/clock", json={"offset_seconds": offset_seconds})

    async def ask(self, method: str, path: str, **more: Any) -> Any:
        url = path if path.startswith("http") else self.url + path
        # No certificates are needed on loopback, and loading them takes longer than the call.
        async with httpx.AsyncClient(verify=False, trust_env=False, timeout=PATIENCE_SECONDS) as client:
            response = await client.request(method, url, **more)
        return response.json()
