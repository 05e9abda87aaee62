"""A debt that can't be collected is given up: the platform's loss, with who, when and why (R-15)."""

import asyncio
from decimal import Decimal

import pytest

from models.admin.tables import AuditEntry
from models.audit import audit
from models.errors import Forbidden, IdempotencyKeyReused, NotFound
from models.notices.tables import Notice
from models.payments.receivables import debt_of
from models.payments.refusals import ChargebackOpen
from models.payments.release import release
from models.payments.settle_chargeback import settle_chargeback
from models.payments.staff_access import receivables
from models.payments.tables import Chargeback
from models.payments.write_off import NothingOwed, write_off
from models.wallet.accounts import balance_of, platform
from models.wallet.tables import AccountKind, Entry
from tests import a
from tests.build_payments import owing, taken_back
from tests.moment import stand_still_at
from tests.rows import events

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.req("R-15")]


async def revenue() -> Decimal:
    account = await platform(AccountKind.REVENUE)
    return sum(
        (
            Decimal(str(each))
            for each in await Entry.filter(account_id=account.id).values_list("amount", flat=True)
        ),
        Decimal(0),
    )


async def test_a_debt_written_off_is_our_loss_and_withheld_no_more() -> None:
    debt, worker, boss = *await owing(Decimal("400.00")), await a.admin()
    before = await revenue()
    for _ in range(2):
        lost = await write_off(debt.id, "Cerró su negocio", by=boss, key="once")
    assert (lost.written_off, lost.written_off_by_id, lost.write_off_reason) == (
        Decimal("400.00"),
        boss.id,
        "Cerró su negocio",
    )
    assert (await debt_of(worker.id), before - await revenue()) == (0, Decimal("400.00"))
    entry = await AuditEntry.get(action="receivable.written_off")
    assert (entry.actor_id, entry.subject_id, entry.facts["amount"]) == (boss.id, debt.id, "400.00")
    assert (await Notice.get(kind="debt.written_off")).user_id == worker.id
    assert len(await events("debt.written_off")) == 1
    assert await audit() == []
    with pytest.raises(IdempotencyKeyReused):
        await write_off(debt.id, "Otra razón", by=boss, key="once")
    with pytest.raises(NothingOwed):
        await write_off(debt.id, "Otra vez", by=boss)
    earned = await a.confirmed_request(await a.talk(worker))
    escrow = await a.escrow_of(earned)
    assert escrow.release_at is not None
    await stand_still_at(escrow.release_at)
    await release(escrow.id, at=escrow.release_at)
    assert await balance_of(worker.id) == Decimal("1000.00")
    assert await audit() == []


async def test_what_the_bank_may_still_return_and_what_nobody_owes_is_not_written_off() -> None:
    debt, _ = await owing(Decimal("400.00"), closed=None)
    boss = await a.admin()
    with pytest.raises(ChargebackOpen):
        await write_off(debt.id, "Ya no responde", by=boss)
    await settle_chargeback(taken_back(debt.stripe_payment_intent_id, debt.amount, "won"))
    with pytest.raises(NothingOwed):
        await write_off(debt.id, "Ya no responde", by=boss)
    with pytest.raises(NotFound):
        await write_off(boss.id, "Ya no responde", by=boss)
    held = await a.paid_request()
    await settle_chargeback(taken_back(held.stripe_payment_intent_id, held.total))
    with pytest.raises(NotFound):
        await write_off((await Chargeback.get(payment_request_id=held.id)).id, "Ya no responde", by=boss)
    assert await audit() == []


async def test_only_an_admin_writes_off() -> None:
    debt, worker = await owing(Decimal("400.00"))
    for person in (worker, await a.client(), await a.support()):
        with pytest.raises(Forbidden):
            await write_off(debt.id, "Por favor", by=person)
    assert await debt_of(worker.id) == Decimal("400.00")


@pytest.mark.parametrize("_", range(3))
async def test_written_off_twice_and_netted_at_once_it_is_owed_once(_: int) -> None:
    debt, worker = await owing(Decimal("400.00"))
    boss = await a.admin()
    earned = await a.confirmed_request(await a.talk(worker))
    escrow = await a.escrow_of(earned)
    assert escrow.release_at is not None
    await stand_still_at(escrow.release_at)
    outcomes = await asyncio.gather(
        release(escrow.id, at=escrow.release_at),
        *(write_off(debt.id, "Ya no responde", by=boss) for _ in range(3)),
        return_exceptions=True,
    )
    assert all(outcome is None or isinstance(outcome, Chargeback | NothingOwed) for outcome in outcomes), outcomes
    row = await Chargeback.get(id=debt.id)
    assert row.collected + row.written_off == Decimal("400.00")
    assert await balance_of(worker.id) == Decimal("1000.00") - row.collected
    assert await audit() == []


async def test_staff_see_who_owes() -> None:
    first, worker = await owing(Decimal("400.00"))
    second, other = await owing(Decimal("100.00"))
    [newest, oldest], following = await receivables(limit=20, cursor=None)
    assert (newest["id"], newest["debt"], newest["worker"]["id"]) == (str(second.id), "100.00", str(other.id))
    assert (oldest["id"], following) == (str(first.id), None)
    [only], _ = await receivables(worker_id=worker.id, limit=20, cursor=None)
    assert only == oldest
    await write_off(first.id, "Ya no responde", by=await a.admin())
    assert [row["id"] for row in (await receivables(limit=20, cursor=None))[0]] == [str(second.id)]
    every, _ = await receivables(is_open=False, limit=20, cursor=None)
    assert [(row["debt"], row["written_off"]) for row in every] == [("100.00", "0.00"), ("0.00", "400.00")]
