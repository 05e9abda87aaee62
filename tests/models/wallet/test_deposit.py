import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

import pytest

from models.audit import audit
from models.engine_tables import OutboxRow, Timer
from models.errors import IdempotencyKeyReused, NotFound
from models.payments.tables import ProviderRefund
from models.people.tables import User
from models.wallet.accounts import balance_of
from models.wallet.await_deposit import give_up
from models.wallet.check_deposit import check_deposit
from models.wallet.deposit import InvalidAmount, begin_deposit
from models.wallet.settle_deposit import settle_deposit, settle_session
from models.wallet.tables import Deposit, DepositMethod, DepositStatus, WalletTransaction
from models.workers.approved import WorkerNotApproved
from models.workers.tables import ApprovalStatus, WorkerProfile
from tests import a

pytestmark = pytest.mark.usefixtures("database")


@dataclass
class News:
    """What Stripe says of a session."""

    metadata: dict[str, str]
    status: str = "complete"
    payment_status: str = "paid"
    amount: Decimal = Decimal("500.00")
    currency: str = "mxn"
    payment_intent_id: str | None = "pi_1"
    id: str = "cs_1"
    url: str | None = field(default="https://stripe.example/cs_1")


async def begun(worker: User, amount: str = "500.00", key: str | None = None) -> Deposit:
    return await begin_deposit(by=worker.id, amount=Decimal(amount), method=DepositMethod.CARD, key=key)


def about(deposit: Deposit, **but: str) -> News:
    return News({"deposit_id": str(deposit.id)}, **but)  # type: ignore[arg-type]


@pytest.mark.req("WAL-07", "C18")
@pytest.mark.parametrize(("amount", "is_allowed"), [("299.99", 0), ("300", 1), ("10000", 1), ("10000.01", 0)])
async def test_a_deposit_is_of_300_to_10000_pesos(amount: str, is_allowed: int) -> None:
    worker = await a.worker()
    if is_allowed:
        assert (await begun(worker, amount)).status == DepositStatus.CREATED
        return
    with pytest.raises(InvalidAmount):
        await begun(worker, amount)
    assert await Deposit.all().count() == 0


@pytest.mark.req("WAL-14")
async def test_only_approved_handymen_pay_in() -> None:
    worker = await a.worker()
    await WorkerProfile.filter(user_id=worker.id).update(approval_status=ApprovalStatus.PENDING)
    with pytest.raises(WorkerNotApproved):
        await begun(worker)


@pytest.mark.req("R-24", "WAL-14")
async def test_a_deposit_that_is_begun_again_is_the_same_one() -> None:
    worker = await a.worker()
    rows = await asyncio.gather(*(begun(worker, key="fill") for _ in range(10)))
    assert len({row.id for row in rows}) == 1
    with pytest.raises(IdempotencyKeyReused):
        await begun(worker, "600", key="fill")


@pytest.mark.req("WAL-04", "WAL-13", "R-09")
async def test_a_paid_deposit_fills_the_wallet_once_however_often_it_is_told() -> None:
    worker = await a.worker()
    deposit = await begun(worker)
    told = [settle_session(about(deposit)) for _ in range(10)]
    told += [settle_deposit(deposit.id, "pi_1", Decimal(500), "mxn", paid=True) for _ in range(10)]
    await asyncio.gather(*told)
    assert await balance_of(worker.id) == 500
    [written] = await WalletTransaction.filter(worker_id=worker.id)
    assert (written.amount, written.description, written.reference_id) == (500, "deposit.card", deposit.id)
    assert (await Deposit.get(id=deposit.id)).status == DepositStatus.COMPLETED
    assert await OutboxRow.filter(event="deposit.completed").count() == 1
    assert not await Timer.filter(subject_id=deposit.id).exists()
    assert await audit() == []


@pytest.mark.req("R-11")
async def test_a_session_that_is_complete_but_unpaid_is_pending() -> None:
    worker = await a.worker()
    deposit = await begun(worker)
    await settle_session(about(deposit, payment_status="unpaid"))
    assert (await Deposit.get(id=deposit.id)).status == DepositStatus.PENDING
    assert await balance_of(worker.id) == 0
    await settle_session(about(deposit))
    assert await balance_of(worker.id) == 500
    await settle_session(about(deposit, payment_status="unpaid"))
    assert (await Deposit.get(id=deposit.id)).status == DepositStatus.COMPLETED


@pytest.mark.req("R-11")
async def test_money_that_never_comes_fails_the_deposit() -> None:
    deposit = await begun(await a.worker())
    await settle_session(about(deposit, payment_status="unpaid"), failed=True)
    assert (await Deposit.get(id=deposit.id)).status == DepositStatus.FAILED


@pytest.mark.req("WAL-14")
async def test_an_expired_session_expires_the_deposit_and_late_money_still_counts() -> None:
    worker = await a.worker()
    deposit = await begun(worker)
    await settle_session(about(deposit, status="expired", payment_status="unpaid"))
    assert (await Deposit.get(id=deposit.id)).status == DepositStatus.EXPIRED
    await settle_session(about(deposit))
    assert (await Deposit.get(id=deposit.id)).status == DepositStatus.COMPLETED
    assert await balance_of(worker.id) == 500


@pytest.mark.req("R-11", "R-12")
async def test_another_amount_than_intended_credits_nothing_and_goes_back_in_full() -> None:
    worker = await a.worker()
    deposit = await begun(worker)
    problem = await settle_deposit(deposit.id, "pi_1", Decimal(5_000), "mxn", paid=True)
    assert problem == "AMOUNT_MISMATCH 5000 for 500.00"
    assert await balance_of(worker.id) == 0
    owed = await ProviderRefund.get(stripe_payment_intent_id="pi_1")
    assert (owed.amount, owed.status) == (5_000, "intended")
    assert await OutboxRow.filter(event="refund.intended").count() == 1
    assert await settle_deposit(deposit.id, "pi_1", Decimal(5_000), "mxn", paid=True) is None
    assert await ProviderRefund.all().count() == 1
    assert await audit() == []


@pytest.mark.req("R-11")
async def test_another_currency_moves_nothing() -> None:
    worker = await a.worker()
    deposit = await begun(worker)
    assert await settle_deposit(deposit.id, "pi_1", Decimal(500), "usd", paid=True) == "FOREIGN_CURRENCY usd"
    assert await balance_of(worker.id) == 0
    assert (await Deposit.get(id=deposit.id)).status == DepositStatus.CREATED


@pytest.mark.req("R-12")
async def test_a_second_payment_of_one_deposit_goes_back() -> None:
    worker = await a.worker()
    deposit = await begun(worker)
    for intent in ("pi_1", "pi_2", "pi_2"):
        await settle_deposit(deposit.id, intent, Decimal(500), "mxn", paid=True)
    assert await balance_of(worker.id) == 500
    owed = await ProviderRefund.get()
    assert owed.stripe_payment_intent_id == "pi_2"
    assert await audit() == []


@pytest.mark.parametrize("metadata", [{}, {"deposit_id": "nonsense"}, {"deposit_id": "0" * 32}])
async def test_news_of_a_deposit_that_is_none_of_ours_moves_nothing(metadata: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        await settle_session(News(metadata))


@pytest.mark.req("R-17", "R-19")
async def test_a_day_later_a_waiting_deposit_is_asked_about_and_a_settled_one_is_not() -> None:
    waiting, paid = await begun(await a.worker()), await begun(await a.worker())
    await settle_deposit(paid.id, "pi_1", Decimal(500), "mxn", paid=True)
    at = (await Timer.get(subject_id=waiting.id)).due_at
    assert at - waiting.created_at == timedelta(hours=25)
    for deposit in (waiting, paid):
        await check_deposit(deposit.id, at=at)
    [asked] = await OutboxRow.filter(event="deposit.unsettled")
    assert asked.facts == {"deposit_id": str(waiting.id)}
    for deposit in (waiting, paid):
        await give_up(deposit.id)
    assert (await Deposit.get(id=waiting.id)).status == DepositStatus.EXPIRED
    assert (await Deposit.get(id=paid.id)).status == DepositStatus.COMPLETED
