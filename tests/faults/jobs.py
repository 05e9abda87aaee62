"""What happens between the texts: leads are bought, money is asked for and paid, work is finished or isn't."""

import asyncio
import random
import uuid
from dataclasses import dataclass, field

from ops.bench_people import JOB
from tests.faults.caller import Refused
from tests.faults.person import Person
from tests.outside import Outside

OVERTAKEN = {
    "PAYMENT_REQUEST_NOT_PENDING",
    "PAYMENT_REQUEST_NOT_PAID",
    "PAYMENT_UNDER_WAY",
    "ALREADY_CONFIRMED",
    "ALREADY_MARKED_COMPLETE",
    "ESCROW_NOT_HELD",
    "INSUFFICIENT_BALANCE",
    "LEAD_EXPIRED",
}
"""What a command hears when the clock jumped before it."""


@dataclass
class Acknowledged:
    """What everybody was told is done."""

    requests: set[str] = field(default_factory=set)
    declined: set[str] = field(default_factory=set)
    cancelled: set[str] = field(default_factory=set)
    paid: set[str] = field(default_factory=set)
    purchases: set[str] = field(default_factory=set)


@dataclass
class Pair:
    client: Person
    worker: Person
    stranger: Person
    outside: Outside
    done: Acknowledged

    async def ask(self, place: str) -> str:
        """The handyman asks for money, once, and a few ask for what isn't theirs."""
        body = {"conversation_id": place, "amount": "450.00", "description": "Cambio de llave"}
        path, key = "/api/payments/request", uuid.uuid4().hex
        asked = str((await self.worker.post(path, body, key=key))["id"])
        self.done.requests.add(asked)
        await self.worker.is_refused("IDEMPOTENCY_KEY_REUSED", path, body | {"amount": "451.00"}, key=key)
        await self.worker.is_refused("MALFORMED", path, body | {"amount": "-450.00"})
        await self.client.is_refused("FORBIDDEN", path, body)
        await self.stranger.is_refused("NOT_FOUND", f"/api/payments/{asked}/decline")
        return asked

    async def pay(self) -> None:
        place = self.client.place
        asked = await self.ask(place)
        page = await self.client.post(f"/api/payments/{asked}/pay")
        paid = await self.outside.pay(page["checkout_url"])
        if paid.get("payment_status") != "paid":
            return
        news = await self.worker.waits_for(place, asked, "payment.paid", "payment.expired")
        if news == "payment.expired":
            return
        self.done.paid.add(asked)
        await self.worker.post(f"/api/payments/{asked}/confirm-complete")
        await self.client.waits_for(place, asked, "service.marked_complete")
        await self.client.post(f"/api/payments/{asked}/confirm-complete")

    async def decline(self) -> None:
        asked = await self.ask(self.client.place)
        await self.client.post(f"/api/payments/{asked}/decline")
        self.done.declined.add(asked)

    async def cancel(self) -> None:
        asked = await self.ask(self.client.place)
        await self.worker.post(f"/api/payments/{asked}/cancel")
        self.done.cancelled.add(asked)

    async def forget(self) -> None:
        """Nobody answers, until the request expires."""
        await self.ask(self.client.place)

    async def buy(self) -> str:
        """A lead of this client's for this handyman, bought; returns the new conversation."""
        job = {name: getattr(JOB, name) for name in WANTED}
        worker_id = (await self.worker.get("/api/auth/me"))["id"]
        lead = await self.client.post("/api/leads", job | {"recipients": [worker_id]})
        path = f"/api/leads/{lead['id']}/purchase"
        await self.client.is_refused("FORBIDDEN", path)
        bought = await self.worker.post(path)
        self.done.purchases.add(bought["purchase"]["id"])
        place = str(bought["conversation"]["id"])
        await self.worker.say("Buenas tardes, ¿sigue la fuga?", place)
        return place

    async def buy_silence(self) -> None:
        """The client never answers: the price comes back."""
        await self.buy()

    async def buy_and_answer(self) -> None:
        place = await self.buy()
        await self.client.say("Sí, pase mañana", place)


WANTED = ("service_category", "title", "description", "location_zone", "zip_code", "address")
EARLY = (Pair.buy_silence, Pair.pay, Pair.buy_and_answer, Pair.forget, Pair.decline, Pair.cancel, Pair.pay)
LATE = (Pair.pay, Pair.cancel, Pair.pay, Pair.decline)


async def work(pairs: list[Pair], seconds: float, chance: random.Random) -> None:
    """A job for each pair in the first third, before the clock jumps, and another one in the last."""
    async with asyncio.TaskGroup() as jobs:
        for number, pair in enumerate(pairs):
            early, late = EARLY[number % len(EARLY)], LATE[number % len(LATE)]
            first, then = chance.uniform(0, 0.35) * seconds, chance.uniform(0.5, 0.85) * seconds
            jobs.create_task(_in_turn(pair, ((first, early), (then, late))))


async def _in_turn(pair: Pair, jobs: tuple[tuple[float, object], ...]) -> None:
    began = asyncio.get_running_loop().time()
    for due, job in jobs:
        await asyncio.sleep(began + due - asyncio.get_running_loop().time())
        try:
            await job(pair)
        except Refused as refused:
            if refused.code not in OVERTAKEN:
                raise
