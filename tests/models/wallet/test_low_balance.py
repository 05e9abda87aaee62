"""A balance that falls below 200 pesos: told once a fall, whatever made it fall."""

import asyncio
from decimal import Decimal

import pytest

from models.engine_tables import OutboxRow
from models.leads.purchase import purchase
from models.notices.tables import Notice
from models.payments.settle_chargeback import settle_chargeback
from models.people.tables import User
from models.wallet.accounts import balance_of
from models.wallet.set_budget import set_budget
from tests import a, build_payouts
from tests.build_payments import released, taken_back

pytestmark = pytest.mark.usefixtures("database")


async def told(worker: User) -> list[str]:
    kinds = await Notice.filter(user_id=worker.id, kind="wallet.low").values_list("kind", flat=True)
    return [str(kind) for kind in kinds]


@pytest.mark.req("WAL-09", "TIM-18")
async def test_a_low_balance_is_told_once_a_fall_and_again_only_after_it_was_above() -> None:
    worker = await a.funded(await a.worker(), 400)
    for expected in (0, 0, 1, 1):
        await a.purchase(worker)
        assert await told(worker) == ["wallet.low"] * expected
    assert await OutboxRow.filter(event="wallet.low").count() == 1
    await a.funded(worker, 200)
    await set_budget(by=worker.id, budget_limit=Decimal(700))
    await a.purchase(worker)
    assert await told(worker) == ["wallet.low", "wallet.low"]


@pytest.mark.req("WAL-09", "R-10")
async def test_a_withdrawal_and_a_chargeback_are_falls_too_and_fill_nothing() -> None:
    earner = await a.earning(await a.worker(), 500)
    for amount, expected in ((200, 0), (200, 1), (100, 1)):
        await build_payouts.withdrawal(earner, amount)
        assert await told(earner) == ["wallet.low"] * expected
    paid = await released()
    await settle_chargeback(taken_back(paid.stripe_payment_intent_id, paid.total))
    assert await told(await User.get(id=paid.worker_id)) == ["wallet.low"]


@pytest.mark.req("WAL-09")
async def test_two_falls_at_once_are_one() -> None:
    worker = await a.funded(await a.worker(), 300)
    leads = [await a.lead(worker) for _ in range(3)]
    await asyncio.gather(*(purchase(lead.id, by=worker.id) for lead in leads))
    assert await balance_of(worker.id) == 0
    assert await told(worker) == ["wallet.low"]
