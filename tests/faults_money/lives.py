"""Handymen who buy leads and are paid, and their clients: over HTTP, each command until somebody has answered."""

import asyncio
import random
import re
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ops.bench_people import JOB
from tests.faults.caller import Refused
from tests.faults.jobs import OVERTAKEN, WANTED
from tests.faults_money.party import Party, Told
from tests.outside import Outside

LOW, REFILL = "150.00", "300.00"
BUDGET = "100000.00"
SOON = 0.5
"""Seconds between looks at what somebody else has to do first."""
TOO_LATE = OVERTAKEN | {
    "CLIENT_NOT_ANSWERED",
    "SETTLEMENT_NOT_OPEN",
    "TOKEN_EXPIRED",
    "WITHDRAWAL_MOVED_ON",
    "WITHDRAWAL_TOO_SMALL",
}


@dataclass
class Pair:
    client: Party
    worker: Party
    staff: Party
    outside: Outside
    told: Told
    chance: random.Random
    reloads: bool
    """His wallet fills itself; otherwise he does."""
    worker_id: str = ""
    mailbox: str = ""
    has_withdrawn: bool = False
    """Since he last bought something."""

    async def begin(self) -> None:
        himself = await self.worker.get("/api/auth/me")
        self.worker_id, self.mailbox = himself["id"], himself["email"]
        account = {"stripe_account_id": f"acct_{self.worker_id.replace('-', '')}"}
        await self.staff.patch(f"/api/admin/workers/{self.worker_id}/payout-account", account)
        await self.worker.patch("/api/wallet/budget", {"budget_limit": BUDGET})
        await self.deposit("card", save_card=self.reloads)
        if self.reloads:
            while not (await self.worker.get("/api/wallet/cards"))["items"]:  # noqa: ASYNC110 - other processes
                await asyncio.sleep(SOON)
            wanted = {"enabled": True, "threshold": LOW, "amount": REFILL}
            await self.worker.patch("/api/wallet/auto-reload", wanted)

    async def deposit(self, method: str, **more: Any) -> None:
        """Until one has arrived; what the clock overtakes is begun anew."""
        while True:
            begun = await self.worker.post("/api/wallet/deposit", {"amount": REFILL, "method": method, **more})
            if await self._is_paid(begun, method):
                break
        self.told.deposits.add(begun["id"])
        path = f"/api/wallet/deposits/{begun['id']}"
        if self.chance.random() < 0.5:
            await self.worker.post(f"{path}/settle")
        while (await self.worker.get(path))["status"] != "completed":  # noqa: ASYNC110 - other processes
            await asyncio.sleep(SOON)

    async def _is_paid(self, begun: dict[str, Any], method: str) -> bool:
        if not begun["checkout_url"]:
            return False
        if method == "card":
            return "error" not in await self.outside.pay(begun["checkout_url"])
        taken = await self.outside.pay_by(begun["checkout_url"], method)
        return "error" not in taken and "error" not in await self.outside.settle(taken["payment_intent"])

    async def buys(self) -> str:
        """A lead of this client's for this handyman; returns the conversation."""
        job = {name: getattr(JOB, name) for name in WANTED}
        lead = await self.client.post("/api/leads", job | {"recipients": [self.worker_id]})
        tap, key = self.worker.twice if self.chance.random() < 0.3 else self.worker.post, uuid.uuid4().hex
        while True:
            try:
                bought = await tap(f"/api/leads/{lead['id']}/purchase", key=key)
                break
            except Refused as refused:
                if refused.code != "INSUFFICIENT_BALANCE":
                    raise
            if self.reloads and not self.has_withdrawn:
                await asyncio.sleep(SOON)
            else:  # a withdrawal that empties a wallet fills it from no card: he does, as the page says
                await self.deposit(self.chance.choice(("card", "oxxo", "spei")))
        self.has_withdrawn = False
        self.told.purchases.add(bought["purchase"]["id"])
        place = str(bought["conversation"]["id"])
        await self.worker.says(place, "Buenas tardes, ¿sigue la fuga?")
        return place

    async def asks(self, place: str) -> str:
        amount = Decimal(self.chance.randrange(200_00, 2_000_00)).scaleb(-2)
        body = {"conversation_id": place, "amount": str(amount), "description": "Cambio de llave"}
        asked = str((await self.worker.post("/api/payments/request", body))["id"])
        self.told.requests.add(asked)
        return asked

    async def pays(self, asked: str) -> bool:
        """Until it is paid, or can't be any more; what the clock overtakes is begun anew."""
        tap = self.client.twice if self.chance.random() < 0.2 else self.client.post
        while True:
            page = await tap(f"/api/payments/{asked}/pay", key=uuid.uuid4().hex)
            paid = await self.outside.pay(page["checkout_url"])
            if paid.get("payment_status") == "paid":
                break
            if (await self.client.get(f"/api/payments/{asked}"))["status"] != "pending":
                return False
        session = page["checkout_url"].rpartition("/")[2]
        if self.chance.random() < 0.5:
            await self.client.post(f"/api/payments/sessions/{session}/settle")
        while (await self.client.get(f"/api/payments/{asked}"))["status"] == "pending":  # noqa: ASYNC110
            await asyncio.sleep(SOON)
        return True

    async def works(self) -> str:
        """Bought, answered, asked for and paid."""
        place = await self.buys()
        await self.client.says(place, "Sí, pase mañana")
        asked = await self.asks(place)
        await self.pays(asked)
        return asked

    async def marks(self, asked: str) -> None:
        await self.worker.post(f"/api/payments/{asked}/confirm-complete")

    async def is_released(self) -> None:
        asked = await self.works()
        await self.marks(asked)
        await self.client.post(f"/api/payments/{asked}/confirm-complete")
        self.told.ends("released", asked)

    async def is_presumed(self) -> None:
        """The client never says that it is done."""
        asked = await self.works()
        await self.marks(asked)
        self.told.ends("released", asked)

    async def is_split(self) -> None:
        asked = await self.works()
        offer = await self.client.post(f"/api/payments/{asked}/settlements", {"client_amount": "50.00"})
        await self.worker.post(f"/api/settlements/{offer['id']}/accept")
        self.told.ends("split", asked)

    async def is_withdrawn(self) -> None:
        """What he has of a split at once goes on to his account at Stripe, with all that he earned before."""
        await self.is_split()
        while not await self._withdraws():
            self.told.overtaken.append("a withdrawal's link")

    async def _withdraws(self) -> bool:
        """False when the link of its mail had run out."""
        earned = (await self.worker.get("/api/wallet/balance"))["withdrawable"]
        wanted = {"amount": earned, "clabe": "012180001234567899", "account_holder": "María Hernández"}
        withdrawal = str((await self.worker.post("/api/wallet/withdraw", wanted))["id"])
        try:
            await self.worker.post(f"/withdrawals/{await self._link(withdrawal)}")
        except Refused as refused:
            if refused.code not in TOO_LATE:
                raise
            return False
        await self.staff.patch(f"/api/admin/withdrawals/{withdrawal}/approve", {"driver": "stripe"})
        self.told.withdrawals.add(withdrawal)
        self.has_withdrawn = True
        return True

    async def _link(self, withdrawal: str) -> str:
        """What the mail says that he is to follow."""
        named = re.compile(rf"/withdrawals/({withdrawal.replace('-', '')}\.[\w-]+)")
        while True:
            for mail in await self.outside.mails(self.mailbox):
                if found := named.search(mail["text"]):
                    return found[1]
            await asyncio.sleep(SOON)

    async def is_given_back(self) -> None:
        asked = await self.works()
        said = {"payment_request_id": asked, "dispute_type": "quality", "description": "Volvió a gotear"}
        dispute = await self.client.post("/api/disputes", said)
        decided = {"resolution_type": "full_refund", "resolution": "Con fotos"}
        await self.staff.patch(f"/api/disputes/{dispute['id']}/resolve", decided)
        self.told.ends("given back", asked)

    async def is_cancelled(self) -> None:
        """While the client pays: one of them is first."""
        place = await self.buys()
        await self.client.says(place, "Sí, pase mañana")
        asked = await self.asks(place)
        outcomes = await asyncio.gather(
            self.pays(asked), self.worker.post(f"/api/payments/{asked}/cancel"), return_exceptions=True
        )
        for each in outcomes:
            if isinstance(each, BaseException) and not (isinstance(each, Refused) and each.code in TOO_LATE):
                raise each

    async def is_silent(self) -> None:
        """The client never answers: the price comes back."""
        await self.buys()

    async def goes_on(self) -> None:
        """Something of everything that the card processor is asked for."""
        if not self.reloads:
            await self.deposit("card")
        await self.is_silent()
        await self.is_given_back()
        await self.is_withdrawn()

    async def is_late(self) -> None:
        """The client answers when the 48 hours may be over: one of both."""
        place, day = await self.buys(), self.told.days + self.chance.randrange(4)
        while self.told.days < day:  # noqa: ASYNC110 - they are counted elsewhere
            await asyncio.sleep(SOON)
        await self.client.says(place, "Perdón, ¿puede mañana?")
