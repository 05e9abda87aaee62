"""The platform's balances: a checkpoint and what came after it, whoever books meanwhile."""

import asyncio
from decimal import Decimal

import pytest
from tortoise import connections

from models.audit import audit
from models.db import transaction
from models.wallet.accounts import platform, wallet_of
from models.wallet.checkpoints import platform_balances, take_checkpoint
from models.wallet.ledger import post
from models.wallet.tables import AccountKind, LedgerCheckpoint, TransferKind
from tests import a
from tests.api import Api
from tests.models.wallet.test_ledger import pay_in, spend

pytestmark = pytest.mark.usefixtures("database")

SUMS = """
    SELECT a.kind, coalesce(sum(e.amount), 0) AS balance FROM accounts a LEFT JOIN entries e ON e.account_id = a.id
    WHERE a.owner_id IS NULL GROUP BY a.kind"""


async def summed() -> dict[AccountKind, Decimal]:
    rows = await connections.get("default").execute_query_dict(SUMS)
    return {AccountKind(row["kind"]): row["balance"] for row in rows}


async def found() -> list[str]:
    return [fault for fault in await audit() if "a checkpoint that isn't the sum" in fault]


@pytest.mark.req("R-09")
async def test_with_and_without_one_it_is_the_sum_of_the_entries() -> None:
    assert await take_checkpoint()
    assert await LedgerCheckpoint.all().count() == 0
    worker = await a.worker()
    for number in range(3):
        await pay_in(worker, "100.10", f"in:{number}")
        assert await platform_balances() == await summed()
        assert await take_checkpoint()
        await spend(worker, "20.05", f"out:{number}")
        assert (await platform_balances())[AccountKind.REVENUE] == Decimal("20.05") * (number + 1)
        assert await platform_balances() == await summed()
    assert await found() == []


@pytest.mark.req("R-09")
async def test_nothing_is_left_out_that_was_being_booked_while_it_was_taken() -> None:
    workers = [await a.worker() for _ in range(4)]

    async def book(place: int) -> None:
        for number in range(15):
            await pay_in(workers[place], "7.31", f"{place}:{number}")

    async def keep() -> int:
        return sum([await take_checkpoint() for _ in range(20)])

    *_, taken = await asyncio.gather(*(book(place) for place in range(4)), keep())
    assert taken
    assert (await platform_balances())[AccountKind.CLEARING] == -Decimal("7.31") * 60
    assert await found() == []


@pytest.mark.req("R-09")
async def test_it_waits_briefly_for_who_is_booking_and_leaves_it_for_later() -> None:
    worker = await a.worker()
    is_booking, may_end = asyncio.Event(), asyncio.Event()

    async def book_slowly() -> None:
        async with transaction():
            wallet = await wallet_of(worker.id)
            moves = [(wallet.deposits, Decimal(50)), (await platform(AccountKind.CLEARING), Decimal(-50))]
            await post(TransferKind.DEPOSIT, "slow", moves)
            is_booking.set()
            await may_end.wait()

    booking = asyncio.create_task(book_slowly())
    await is_booking.wait()
    assert not await take_checkpoint()
    may_end.set()
    await booking
    assert await LedgerCheckpoint.all().count() == 0
    assert await take_checkpoint()
    assert (await platform_balances())[AccountKind.CLEARING] == -50


async def test_one_that_is_wrong_is_found() -> None:
    await pay_in(await a.worker(), "100", "in")
    await take_checkpoint()
    await LedgerCheckpoint.filter(balance=-100).update(balance=-99)
    assert len(await found()) == 1


async def test_the_metrics_say_what_the_accounts_come_to(api: Api) -> None:
    await pay_in(await a.worker(), "300.50", "in")
    said = str(await (await api.client.get("/metrics")).get_data(as_text=True))
    assert 'trustme_platform_pesos{account="clearing"} -300.5' in said
