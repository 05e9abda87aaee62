"""Everything that can happen to a lead, to everybody, at the same moment."""

import asyncio
import random
from collections.abc import Awaitable
from decimal import Decimal

import pytest

from models.audit import audit
from models.errors import Refusal
from models.leads.cancel import cancel
from models.leads.purchase import Purchased, purchase
from models.leads.refund import refund_due
from models.leads.remind import remind
from models.people.tables import User
from models.wallet.set_budget import set_budget
from tests import a
from tests.build_chat import says


@pytest.mark.req("R-21", "R-04", "R-05", "R-09", "LEAD-04", "LEAD-17")
@pytest.mark.parametrize("seed", range(3))
async def test_nobody_waits_for_ever_and_everything_adds_up(database: str, seed: int) -> None:
    workers = [await a.funded(await a.earning(await a.worker(), 250), 250) for _ in range(4)]
    clients = [await a.client() for _ in range(2)]
    leads = [await a.lead(*workers, client=client) for client in clients for _ in range(3)]
    bought = [await purchase(lead.id, by=worker.id) for lead in leads[:2] for worker in workers]
    for each in bought[::2]:
        await a.words_of_worker(each)
    deeds = [*(purchase(lead.id, by=worker.id) for lead in leads for worker in workers)]
    deeds += [act for each in bought for act in what_may_happen_to(each)]
    deeds += [cancel(leads[0].id, by=clients[0]), cancel(leads[2].id, by=clients[0])]
    deeds += [set_budget(by=worker.id, budget_limit=Decimal(700)) for worker in workers]
    deeds += [refilled(worker) for worker in workers]
    random.Random(seed).shuffle(deeds)
    async with asyncio.timeout(60):
        outcomes = await asyncio.gather(*deeds, return_exceptions=True)
    failed = [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, Refusal)]
    assert failed == []
    assert await audit() == []


def what_may_happen_to(bought: Purchased) -> list[Awaitable[object]]:
    row, talk = bought.purchase, bought.conversation
    return [
        refund_due(row.id, at=row.refund_eligible_until),
        remind(row.id, at=row.refund_eligible_until),
        says(talk.client_id, talk, "Sí, pase mañana"),
        says(talk.worker_id, talk, "Buenas tardes"),
    ]


async def refilled(worker: User) -> None:
    await a.funded(worker, 100)
