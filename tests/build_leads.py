"""Builders of what handymen do with leads."""

from datetime import datetime
from typing import Any

from models.db import transaction
from models.leads import purchase as buy
from models.leads.purchase import Purchased
from models.leads.refund import hold_purchases, lock_sale
from models.leads.tables import Lead
from models.people.tables import User
from tests import a, build_chat


async def purchase(worker: User | None = None, of: Lead | None = None, **columns: Any) -> Purchased:
    """A lead bought by a handyman: his, or a new one's with money in his wallet."""
    worker = worker or await a.funded(await a.worker())
    return await buy.purchase((of or await a.lead(worker, **columns)).id, by=worker.id)


async def words_of_worker(bought: Purchased, content: str = "Buenas tardes, puedo ir mañana.") -> None:
    """What the handyman writes."""
    await build_chat.says(bought.purchase.worker_id, bought.conversation, content)


async def bought_and_written(worker: User | None = None) -> Purchased:
    bought = await purchase(worker)
    await words_of_worker(bought)
    return bought


async def answered(bought: Purchased) -> bool:
    """The client's message, as far as money goes; whether it was the answer."""
    async with transaction():
        [held] = await hold_purchases(bought.purchase.id)
        return await lock_sale(held)


def due(bought: Purchased) -> datetime:
    return bought.purchase.refund_eligible_until
