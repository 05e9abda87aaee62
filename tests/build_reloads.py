"""Builders of saved cards and of wallets that fill themselves."""

import itertools
from decimal import Decimal

from models.clock import business_now
from models.people.tables import User
from models.wallet.set_auto_reload import set_auto_reload
from models.wallet.tables import Deposit, SavedCard
from tests.build_money import funded

_numbers = itertools.count(1)


async def saved_card(worker: User, **but: object) -> SavedCard:
    number = next(_numbers)
    facts = {
        "stripe_customer_id": f"cus_{number}",
        "stripe_payment_method_id": f"pm_{number}",
        "brand": "visa",
        "last4": "4242",
        "exp_month": 12,
        "exp_year": 2034,
        "fingerprint": f"f{number}",
    }
    return await SavedCard.create(worker_id=worker.id, created_at=await business_now(), **(facts | but))


async def reloading(worker: User, balance: int = 250, **but: Decimal) -> User:
    """A handyman with `balance` and the switch on: 500 pesos whenever there are less than 200."""
    await funded(worker, balance)
    await saved_card(worker)
    await set_auto_reload(by=worker.id, enabled=True, **but)
    return worker


async def reloads(worker: User) -> list[Deposit]:
    return await Deposit.filter(worker_id=worker.id, is_automatic=True).order_by("id")
