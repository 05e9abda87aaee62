"""Takes signed events to our webhook until it answers 2xx; holds, doubles or reverses them when asked."""

import asyncio
import contextlib
import hashlib
import hmac
import time
from typing import TYPE_CHECKING, Any, Literal

from integrations.emulators.store import Store

if TYPE_CHECKING:
    import httpx

Tree = dict[str, Any]
Mode = Literal["normal", "hold", "duplicate", "reverse"]

FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS = 0.2, 30.0
TIMEOUT_SECONDS = 10


class Courier:
    def __init__(self, store: Store, secret: str, url: str | None) -> None:
        self._store = store
        self._secret = secret
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._http: httpx.AsyncClient | None = None
        if url:
            self.instruct(url=url)

    @property
    def orders(self) -> Tree:
        return {"mode": "normal", "url": None} | (self._store.get("meta", "webhooks") or {})

    def instruct(self, **orders: str | None) -> Tree:
        self._store.put("meta", "webhooks", self.orders | orders)
        self.wake()
        return self.orders

    def take(self, event_id: str, kind: str, body: str) -> None:
        parcel = {"id": event_id, "type": kind, "body": body, "tries": 0, "next_try": 0.0, "status": None}
        # What happens before there is an endpoint is kept, never sent: a new endpoint does not hear of the past.
        state = "held" if self.orders["mode"] == "hold" else "due" if self.orders["url"] else "kept"
        self._store.put("parcel", event_id, parcel | {"state": state}, ref=state)

    def wake(self) -> None:
        self._idle.clear()
        self._wake.set()

    async def settled(self) -> None:
        """Wait until all that is due has been tried, for a while at most."""
        self.wake()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(TIMEOUT_SECONDS):
                await self._idle.wait()

    def parcels(self, state: str | None = None) -> list[Tree]:
        """Oldest first, each with the signature that Stripe would send now."""
        found = self._store.newest("parcel", ref=state)[::-1]
        return [parcel | {"signature": self.sign(parcel["body"])} for parcel in found]

    def sign(self, body: str) -> str:
        """`t=…,v1=…` by the real clock, as Stripe does."""
        stamp = int(time.time())
        digest = hmac.new(self._secret.encode(), f"{stamp}.{body}".encode(), hashlib.sha256).hexdigest()
        return f"t={stamp},v1={digest}"

    async def run(self) -> None:
        while True:
            self._wake.clear()
            pause = await self._deliver_due()
            if not self._wake.is_set():
                self._idle.set()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wake.wait()

    async def deliver(self, parcel: Tree) -> int:
        """Hand one parcel over now. The status of the answer; 0 if there was none."""
        import httpx

        url = self.orders["url"]
        if not url:
            return 0
        self._http = self._http or httpx.AsyncClient(timeout=TIMEOUT_SECONDS, verify=False, trust_env=False)  # noqa: S501  loopback
        headers = {"content-type": "application/json", "stripe-signature": self.sign(parcel["body"])}
        try:
            response = await self._http.post(url, content=parcel["body"].encode(), headers=headers)
            status = response.status_code
        except httpx.HTTPError:
            status = 0
        self._note(parcel, status)
        return status

    async def close(self) -> None:
        if self._http:
            await self._http.aclose()

    async def _deliver_due(self) -> float:
        """Try what is due; how long until something is due again."""
        orders = self.orders
        if not orders["url"]:
            return LAST_RETRY_SECONDS
        due = [parcel for parcel in self.parcels("due") if parcel["next_try"] <= time.time()]
        for parcel in reversed(due) if orders["mode"] == "reverse" else due:
            for _ in range(2 if orders["mode"] == "duplicate" else 1):
                await self.deliver(parcel)
        later = [parcel["next_try"] - time.time() for parcel in self.parcels("due")]
        return max(0.05, min(later, default=LAST_RETRY_SECONDS))

    def _note(self, parcel: Tree, status: int) -> None:
        tries = parcel["tries"] + 1
        wait = min(FIRST_RETRY_SECONDS * 2 ** min(tries, 10), LAST_RETRY_SECONDS)
        state = "delivered" if 200 <= status < 300 else parcel["state"]
        facts = {"tries": tries, "status": status, "state": state, "next_try": time.time() + wait}
        kept = {name: fact for name, fact in parcel.items() if name != "signature"} | facts
        self._store.put("parcel", parcel["id"], kept, ref=state)
