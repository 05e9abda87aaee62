"""A bank takes money back: before and after it was paid out, won and lost, told twice and in disorder (R-15)."""

import asyncio
from dataclasses import dataclass
from decimal import Decimal

import pytest

from models.audit import audit
from models.disputes.resolve import Decision, resolve
from models.disputes.tables import Dispute, DisputeStatus, ResolutionType
from models.errors import NotFound
from models.payments.confirm_complete import confirm_complete
from models.payments.propose_settlement import propose_settlement
from models.payments.receivables import debt_of
from models.payments.refusals import ChargebackOpen
from models.payments.release import release
from models.payments.settle_chargeback import settle_chargeback
from models.payments.tables import (
    Chargeback,
    ChargebackStatus,
    EndedBy,
    EscrowStatus,
    PaymentRequest,
    ProviderRefund,
)
from models.wallet.accounts import balance_of
from models.wallet.deposit import begin_deposit
from models.wallet.settle_deposit import settle_deposit
from models.wallet.tables import DepositMethod
from tests import a
from tests.build_payments import disputed, released
from tests.moment import stand_still_at

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.req("R-15")]


@dataclass
class News:
    """What Stripe says of a dispute."""

    payment_intent_id: str | None
    status: str = "needs_response"
    amount: Decimal = Decimal("1030.00")
    id: str = "du_1"
    reason: str = "fraudulent"
    currency: str = "mxn"


def about(of: PaymentRequest, status: str = "needs_response", **but: str) -> News:
    return News(of.stripe_payment_intent_id, status, **but)  # type: ignore[arg-type]


async def test_what_is_held_is_frozen_and_goes_on_when_the_bank_says_so() -> None:
    confirmed = await a.confirmed_request()
    client, worker = await a.sides(confirmed)
    for _ in range(2):
        await settle_chargeback(about(confirmed))
    escrow = await a.escrow_of(confirmed)
    assert escrow.chargeback_id is not None
    assert escrow.release_at is not None
    await release(escrow.id, at=escrow.release_at)
    assert (await a.escrow_of(confirmed)).status is EscrowStatus.HELD
    with pytest.raises(ChargebackOpen):
        await propose_settlement(confirmed.id, by=client, client_amount=Decimal(10))
    with pytest.raises(ChargebackOpen):
        await disputed(confirmed, client)
    assert await audit() == []
    await settle_chargeback(about(confirmed, "won"))
    escrow = await a.escrow_of(confirmed)
    assert escrow.chargeback_id is None
    assert escrow.release_at is not None
    await release(escrow.id, at=escrow.release_at)
    assert await balance_of(worker.id) == Decimal(1000)
    assert await audit() == []


async def test_what_is_held_and_lost_is_closed_without_a_second_refund() -> None:
    paid = await a.paid_request()
    client, worker = await a.sides(paid)
    dispute = await disputed(paid, client)
    await settle_chargeback(about(paid))
    with pytest.raises(ChargebackOpen):
        await resolve(dispute.id, Decision(ResolutionType.FULL_REFUND, "x"), by=await a.support())
    for _ in range(2):
        await settle_chargeback(about(paid, "lost"))
    escrow = await a.escrow_of(paid)
    assert (escrow.status, escrow.ended_by) == (EscrowStatus.REFUNDED, EndedBy.CHARGEBACK)
    assert not await ProviderRefund.exists()
    assert await balance_of(worker.id) == 0
    assert (await Dispute.get(id=dispute.id)).status is DisputeStatus.RESOLVED
    assert await audit() == []


async def test_a_part_that_is_lost_leaves_the_handyman_the_rest() -> None:
    paid = await a.paid_request()
    await settle_chargeback(about(paid, amount=Decimal("300.00")))  # type: ignore[arg-type]
    await settle_chargeback(about(paid, "lost", amount=Decimal("300.00")))  # type: ignore[arg-type]
    escrow = await a.escrow_of(paid)
    assert (escrow.status, escrow.refunded_amount) == (EscrowStatus.RELEASED, Decimal("300.00"))
    assert await balance_of(paid.worker_id) == Decimal("700.00")
    assert await audit() == []


@pytest.mark.parametrize("outcome", ["won", "lost"])
@pytest.mark.parametrize("spent", [Decimal(0), Decimal("600.00"), Decimal("1000.00")])
async def test_after_the_release_the_wallet_bears_it_down_to_nothing(spent: Decimal, outcome: str) -> None:
    paid = await released(spent)
    await settle_chargeback(about(paid))
    assert await balance_of(paid.worker_id) == 0
    assert await debt_of(paid.worker_id) == spent
    assert await audit() == []
    for _ in range(2):
        await settle_chargeback(about(paid, outcome))
    back = Decimal(1000) - spent
    assert await balance_of(paid.worker_id) == (back if outcome == "won" else 0)
    assert await debt_of(paid.worker_id) == (0 if outcome == "won" else spent)
    assert await audit() == []


@pytest.mark.parametrize("outcome", ["won", "lost"])
async def test_what_he_owes_is_netted_from_the_next_release(outcome: str) -> None:
    paid = await released(Decimal("400.00"))
    worker = (await a.sides(paid))[1]
    await settle_chargeback(about(paid))
    assert await debt_of(worker.id) == Decimal("400.00")
    talk = await a.talk(worker)
    next_one = await a.confirmed_request(talk)
    escrow = await a.escrow_of(next_one)
    assert escrow.release_at is not None
    await release(escrow.id, at=escrow.release_at)
    assert (await balance_of(worker.id), await debt_of(worker.id)) == (Decimal("600.00"), 0)
    assert await audit() == []
    await settle_chargeback(about(paid, outcome))
    assert await balance_of(worker.id) == (Decimal("1600.00") if outcome == "won" else Decimal("600.00"))
    assert await audit() == []


async def test_news_that_comes_at_once_and_in_disorder_counts_once() -> None:
    paid = await a.paid_request()
    kinds = ("lost", "needs_response", "lost", "under_review", "lost")
    await asyncio.gather(*(settle_chargeback(about(paid, status)) for status in kinds))
    row = await Chargeback.get()
    assert row.status is ChargebackStatus.LOST
    assert (await a.escrow_of(paid)).status is EscrowStatus.REFUNDED
    assert await audit() == []


async def test_a_release_and_a_chargeback_at_once_are_one_after_the_other() -> None:
    confirmed = await a.confirmed_request()
    escrow = await a.escrow_of(confirmed)
    assert escrow.release_at is not None
    await stand_still_at(escrow.release_at)
    await asyncio.gather(release(escrow.id, at=escrow.release_at), settle_chargeback(about(confirmed)))
    await settle_chargeback(about(confirmed, "lost"))
    assert await balance_of(confirmed.worker_id) == 0
    assert await audit() == []


async def test_a_deposit_that_a_bank_takes_back_leaves_the_wallet() -> None:
    worker = await a.worker()
    begun = await begin_deposit(by=worker.id, amount=Decimal("500.00"), method=DepositMethod.CARD, key=None)
    await settle_deposit(begun.id, "pi_9", begun.amount, "mxn", paid=True)
    news = News("pi_9", amount=Decimal("500.00"))
    for _ in range(2):
        await settle_chargeback(news)
    assert await balance_of(worker.id) == 0
    await settle_chargeback(News("pi_9", "won", amount=Decimal("500.00")))
    assert await balance_of(worker.id) == Decimal("500.00")
    assert await audit() == []


async def test_an_inquiry_takes_nothing_and_nobodys_payment_is_for_a_human() -> None:
    paid = await a.paid_request()
    assert await settle_chargeback(about(paid, "warning_needs_response")) == "INQUIRY du_1"
    with pytest.raises(NotFound):
        await settle_chargeback(News("pi_unknown"))
    assert not await Chargeback.exists()
    client, worker = await a.sides(paid)
    await confirm_complete(paid.id, by=worker)
    await confirm_complete(paid.id, by=client)
