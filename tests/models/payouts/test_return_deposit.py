"""A deposit goes back to where it came from, and nowhere else (R-10)."""

import asyncio
from decimal import Decimal

import pytest

from models.admin.tables import AuditEntry
from models.audit import audit
from models.errors import Forbidden, IdempotencyKeyReused, NotFound
from models.notices.tables import Notice
from models.outgoing.freeze import freeze
from models.outgoing.gate import OutgoingMoneyFrozen
from models.payments.refusals import ChargebackOpen
from models.payments.settle_chargeback import settle_chargeback
from models.payments.tables import ProviderRefund
from models.payouts.hindrances import WorkerOwesMoney
from models.payouts.return_deposit import DepositNotCompleted, ReturnIncomplete, ReturnTooLarge, return_deposit
from models.payouts.tables import DepositReturn
from models.people.leave import leave
from models.people.suspend import suspend
from models.people.tables import User
from models.wallet.accounts import balance_of
from models.wallet.deposit import begin_deposit
from models.wallet.settle_deposit import settle_deposit
from models.wallet.tables import Deposit, DepositMethod
from tests import a
from tests.build_payments import owing, taken_back
from tests.rows import events

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.req("R-10", "WAL-12")]


async def deposited(worker: User, method: DepositMethod = DepositMethod.CARD, amount: int = 500) -> Deposit:
    begun = await begin_deposit(by=worker.id, amount=Decimal(amount), method=method)
    await settle_deposit(begun.id, f"pi_{begun.id.hex}", begun.amount, "mxn", paid=True)
    return await Deposit.get(id=begun.id)


async def test_a_cards_deposit_goes_back_to_the_card_once() -> None:
    worker, boss = await a.worker(), await a.admin()
    deposit = await deposited(worker)
    for _ in range(2):
        given = await return_deposit(deposit.id, Decimal("300.00"), "Se va", by=boss, key="k")
    with pytest.raises(IdempotencyKeyReused):
        await return_deposit(deposit.id, Decimal("100.00"), "Se va", by=boss, key="k")
    [refund] = await ProviderRefund.all()
    assert (refund.id, refund.amount, refund.stripe_payment_intent_id) == (
        given.provider_refund_id,
        Decimal("300.00"),
        deposit.stripe_payment_intent_id,
    )
    assert await events("refund.intended") == [{"provider_refund_id": str(refund.id)}]
    assert await balance_of(worker.id) == Decimal("200.00")
    entry = await AuditEntry.get(action="deposit.returned")
    assert (entry.actor_id, entry.subject_id, entry.facts["amount"]) == (boss.id, deposit.id, "300.00")
    assert (await Notice.get(kind="deposit.given_back")).user_id == worker.id
    assert len(await events("deposit.given_back")) == 1
    assert await audit() == []
    await return_deposit(deposit.id, Decimal("200.00"), "El resto", by=boss)
    assert await audit() == []
    await leave(worker.id)


async def test_what_came_in_cash_or_by_transfer_is_paid_by_hand_and_waits_while_money_is_frozen() -> None:
    worker, boss = await a.worker(), await a.admin()
    for method in (DepositMethod.OXXO, DepositMethod.SPEI):
        deposit = await deposited(worker, method)
        with pytest.raises(ReturnIncomplete):
            await return_deposit(deposit.id, Decimal("500.00"), "Se va", by=boss)
        await return_deposit(deposit.id, Decimal("500.00"), "Se va", by=boss, bank_reference="BNET-1")
        assert not await ProviderRefund.exists()
        assert await balance_of(worker.id) == 0
    card, cash = await deposited(worker), await deposited(worker, DepositMethod.OXXO)
    with pytest.raises(ReturnIncomplete):
        await return_deposit(card.id, Decimal("1.00"), "Se va", by=boss, bank_reference="BNET-1")
    await freeze("Algo no cuadra")
    with pytest.raises(OutgoingMoneyFrozen):
        await return_deposit(cash.id, Decimal("1.00"), "Se va", by=boss, bank_reference="BNET-1")
    assert await audit() == []


async def test_no_more_goes_back_than_came_and_is_there_and_never_what_was_earned() -> None:
    worker, boss = await a.worker(), await a.admin()
    deposit = await deposited(worker)
    await a.earning(worker, 1000)
    await a.purchase(worker)
    for wrong in (Decimal(0), Decimal("400.01"), Decimal("500.00")):
        with pytest.raises(ReturnTooLarge) as refused:
            await return_deposit(deposit.id, wrong, "Se va", by=boss)
        assert refused.value.details["most"] == Decimal("400.00")
    await return_deposit(deposit.id, Decimal("400.00"), "Se va", by=boss)
    assert await balance_of(worker.id) == Decimal("1000.00")
    other = await deposited(worker, amount=300)
    with pytest.raises(ReturnTooLarge):
        await return_deposit(deposit.id, Decimal("100.01"), "Se va", by=boss)
    await return_deposit(other.id, Decimal("300.00"), "Se va", by=boss)
    assert await audit() == []


async def test_who_may_not_and_what_is_not_there_to_return() -> None:
    worker, boss = await a.worker(), await a.admin()
    deposit = await deposited(worker)
    for person in (worker, await a.client(), await a.support()):
        with pytest.raises(Forbidden):
            await return_deposit(deposit.id, Decimal("1.00"), "Por favor", by=person)
    with pytest.raises(NotFound):
        await return_deposit(boss.id, Decimal("1.00"), "Se va", by=boss)
    begun = await begin_deposit(by=worker.id, amount=Decimal(300), method=DepositMethod.CARD)
    with pytest.raises(DepositNotCompleted):
        await return_deposit(begun.id, Decimal("1.00"), "Se va", by=boss)


@pytest.mark.req("R-15")
async def test_while_a_bank_decides_or_he_owes_nothing_goes_back() -> None:
    worker, boss = await a.worker(), await a.admin()
    deposit = await deposited(worker)
    await settle_chargeback(taken_back(deposit.stripe_payment_intent_id, deposit.amount))
    with pytest.raises(ChargebackOpen):
        await return_deposit(deposit.id, Decimal("1.00"), "Se va", by=boss)
    await settle_chargeback(taken_back(deposit.stripe_payment_intent_id, deposit.amount, "won"))
    await return_deposit(deposit.id, Decimal("500.00"), "Se va", by=boss)
    _, debtor = await owing(Decimal("400.00"))
    his = await deposited(debtor)
    with pytest.raises(WorkerOwesMoney):
        await return_deposit(his.id, Decimal("1.00"), "Se va", by=boss)
    assert await audit() == []


@pytest.mark.req("R-15")
async def test_a_bank_that_takes_back_what_was_returned_takes_nothing_from_him_again() -> None:
    worker, boss = await a.worker(), await a.admin()
    deposit = await deposited(worker)
    await a.earning(worker, 1000)
    await return_deposit(deposit.id, Decimal("300.00"), "Se va", by=boss)
    await settle_chargeback(taken_back(deposit.stripe_payment_intent_id, deposit.amount))
    assert await balance_of(worker.id) == Decimal("1000.00")
    assert await audit() == []


@pytest.mark.req("R-16")
async def test_of_the_suspended_a_deposit_goes_back_too() -> None:
    worker, boss = await a.worker(), await a.admin()
    deposit = await deposited(worker)
    await suspend(worker.id, "Fraude", by=boss.id, for_good=True)
    await return_deposit(deposit.id, Decimal("500.00"), "Expulsado", by=boss)
    assert await balance_of(worker.id) == 0


async def test_many_returns_and_purchases_at_once_take_it_once() -> None:
    worker, boss = await a.worker(), await a.admin()
    deposit = await deposited(worker)
    outcomes = await asyncio.gather(
        *(return_deposit(deposit.id, Decimal("400.00"), "Se va", by=boss) for _ in range(4)),
        return_exceptions=True,
    )
    assert sum(isinstance(each, ReturnTooLarge) for each in outcomes) == 3
    assert await DepositReturn.all().count() == 1
    assert await balance_of(worker.id) == Decimal("100.00")
    assert await audit() == []
