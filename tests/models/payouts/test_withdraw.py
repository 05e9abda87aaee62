import asyncio
from decimal import Decimal
from typing import Any

import pytest

from models.audit import audit
from models.db import transaction
from models.errors import IdempotencyKeyReused
from models.leads.purchase import purchase
from models.payouts import hindrances
from models.payouts.clabe import BankUnknown, ClabeInvalid, bank_of
from models.payouts.request import EarningsTooLow, HolderInvalid, WithdrawalTooSmall, request_withdrawal
from models.payouts.tables import Withdrawal, WithdrawalStatus
from models.people.sessions import AccountSuspended
from models.people.suspend import suspend
from models.wallet.accounts import balance_of
from models.wallet.ledger import InsufficientBalance
from models.wallet.tables import AutoReload, Deposit
from tests import a, build_payouts
from tests.build_payouts import ACCOUNT, CLABE, movements
from tests.rows import events

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.req("R-10", "WAL-15", "WAL-13", "R-09")
async def test_what_is_asked_for_leaves_the_wallet_at_once_and_is_pending() -> None:
    worker = await build_payouts.earner(500)
    asked = await build_payouts.withdrawal(worker, 200)
    assert (asked.status, asked.bank_name, asked.confirmed_at) == (WithdrawalStatus.REQUESTED, "BBVA México", None)
    assert await balance_of(worker.id) == 300
    assert await movements(worker) == [("withdrawal.requested", Decimal(-200), "pending")]
    [told] = await events("withdrawal.requested")
    assert (told["amount"], told["clabe_ends"]) == ("200.00", "7899")
    assert CLABE not in str(told)
    assert await audit() == []


@pytest.mark.req("R-10")
async def test_only_earnings_can_be_withdrawn() -> None:
    worker = await a.funded(await build_payouts.earner(150), 1000)
    with pytest.raises(EarningsTooLow) as refused:
        await build_payouts.withdrawal(worker, 151)
    assert refused.value.details["withdrawable"] == 150
    await build_payouts.withdrawal(worker, 150)
    assert await balance_of(worker.id) == 1000
    assert await audit() == []


@pytest.mark.req("WAL-15")
@pytest.mark.parametrize(("amount", "is_allowed"), [("99.99", 0), ("100", 1), ("500", 1), ("500.01", 0)])
async def test_at_least_a_hundred_pesos_and_no_more_than_was_earned(amount: str, is_allowed: int) -> None:
    worker = await build_payouts.earner(500)
    if is_allowed:
        await request_withdrawal(by=worker.id, amount=Decimal(amount), **ACCOUNT)
        return
    with pytest.raises((WithdrawalTooSmall, EarningsTooLow)):
        await request_withdrawal(by=worker.id, amount=Decimal(amount), **ACCOUNT)
    assert await Withdrawal.all().count() == 0


@pytest.mark.req("R-10")
@pytest.mark.parametrize(
    ("clabe", "bank"),
    [("999180001234567899", None), (CLABE, "BBVA México"), ("002115016003269411", "Banamex")],
)
def test_a_clabe_is_checked_by_its_control_digit_and_names_its_bank(clabe: str, bank: str | None) -> None:
    if bank:
        assert bank_of(clabe) == bank
    else:
        with pytest.raises(BankUnknown):
            bank_of(clabe)
        assert bank_of(clabe, "Mi Banco") == "Mi Banco"
    for place in range(18):
        wrong = clabe[:place] + str((int(clabe[place]) + 1) % 10) + clabe[place + 1 :]
        with pytest.raises(ClabeInvalid):
            bank_of(wrong, "Mi Banco")


@pytest.mark.parametrize(
    "clabe", ["", CLABE[:17], f"{CLABE}0", f" {CLABE[1:]}", "٠١٢١٨٠٠٠١٢٣٤٥٦٧٨٩٩", "0121 8000 1234 5678"]
)
def test_what_has_no_eighteen_digits_is_no_clabe(clabe: str) -> None:
    with pytest.raises(ClabeInvalid):
        bank_of(clabe, "Mi Banco")


@pytest.mark.parametrize(
    "holder", ["=SUM(A1)", "+1", "-x", "@cmd", "7", "", "Ana\nLópez", "Ana, López", 'Ana "L"']
)
async def test_a_holder_that_a_spreadsheet_would_run_is_refused(holder: str) -> None:
    worker = await build_payouts.earner()
    with pytest.raises(HolderInvalid):
        await build_payouts.withdrawal(worker, account_holder=holder)
    for fine in ("José Ñúñez-O'Brien", "Plomería García S.A. de C.V."):
        await build_payouts.withdrawal(worker, 100, account_holder=fine)


@pytest.mark.req("R-24")
async def test_a_request_that_is_sent_again_is_the_same_one() -> None:
    worker = await build_payouts.earner()
    rows = await asyncio.gather(*(build_payouts.withdrawal(worker, key="out") for _ in range(10)))
    assert len({row.id for row in rows}) == 1
    assert await balance_of(worker.id) == 300
    with pytest.raises(IdempotencyKeyReused):
        await build_payouts.withdrawal(worker, 100, key="out")


@pytest.mark.req("WAL-11", "R-09", "R-10")
async def test_two_withdrawals_at_once_take_no_more_than_there_is() -> None:
    worker = await build_payouts.earner(500)
    outcomes = await asyncio.gather(
        *(build_payouts.withdrawal(worker, 300) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(each, Withdrawal) for each in outcomes) == 1
    assert sum(isinstance(each, EarningsTooLow) for each in outcomes) == 3
    assert await balance_of(worker.id) == 200
    assert await audit() == []


@pytest.mark.req("WAL-11", "R-10")
async def test_a_withdrawal_and_a_purchase_at_once_spend_each_peso_once() -> None:
    worker = await build_payouts.earner(250)
    leads = [await a.lead(worker) for _ in range(2)]
    deeds: list[Any] = [
        build_payouts.withdrawal(worker, 150),
        *(purchase(lead.id, by=worker.id) for lead in leads),
    ]
    outcomes = await asyncio.gather(*deeds, return_exceptions=True)
    lost = [each for each in outcomes if isinstance(each, BaseException)]
    assert len(lost) == 1
    assert isinstance(lost[0], EarningsTooLow | InsufficientBalance)
    assert await balance_of(worker.id) in {Decimal(0), Decimal(50)}
    assert await audit() == []


@pytest.mark.req("R-16")
async def test_a_suspended_handyman_withdraws_nothing() -> None:
    worker = await build_payouts.earner()
    await suspend(worker.id, "Investigación", by=(await a.admin()).id)
    with pytest.raises(AccountSuspended):
        await build_payouts.withdrawal(worker)
    assert await balance_of(worker.id) == 500


@pytest.mark.req("R-15")
async def test_who_owes_money_withdraws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def owes(_worker_id: object) -> Decimal:
        return Decimal("10.00")

    worker = await build_payouts.earner()
    monkeypatch.setattr(hindrances, "debt_of", owes)
    with pytest.raises(hindrances.WorkerOwesMoney):
        await build_payouts.withdrawal(worker)


@pytest.mark.req("R-10")
async def test_withdrawing_loads_nothing_from_the_card() -> None:
    worker = await build_payouts.earner(500)
    await AutoReload.create(worker_id=worker.id, threshold=Decimal(1000), updated_at=worker.created_at)
    await build_payouts.withdrawal(worker, 500)
    assert await Deposit.all().count() == 0
    assert {row["event"] for row in await events_written()} == {"withdrawal.requested", "wallet.low"}


async def events_written() -> list[dict[str, Any]]:
    async with transaction() as verb:
        return list(
            await verb.connection.execute_query_dict("SELECT event FROM outbox WHERE event NOT LIKE 'lead%'")
        )
