"""What both agree on without support."""

import asyncio
from decimal import Decimal

import pytest

from models.audit import audit
from models.disputes.resolve import Decision, resolve
from models.disputes.tables import Dispute, DisputeStatus, ResolutionType
from models.engine_tables import Timer
from models.errors import IdempotencyKeyReused, NotFound
from models.payments.accept_settlement import accept_settlement
from models.payments.deadlines import deadlines_of
from models.payments.decline_settlement import decline_settlement, expire_settlement
from models.payments.propose_settlement import propose_settlement
from models.payments.refusals import EscrowNotHeld, PaymentRequestNotPaid
from models.payments.release import release
from models.payments.settlements import OPEN_FOR, AmountBeyondPayment, SettlementNotOpen, SettlementYours
from models.payments.tables import (
    EndedBy,
    EscrowStatus,
    PaymentRequest,
    ProviderRefund,
    Settlement,
    SettlementStatus,
)
from models.people.tables import User
from models.wallet.accounts import balance_of
from tests import a
from tests.build_payments import disputed
from tests.moment import stand_still_at

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.req("R-13", "R-14", "R-23")]


async def offer(of: PaymentRequest, by: User, part: str = "400.00", key: str | None = None) -> Settlement:
    return await propose_settlement(of.id, by=by, client_amount=Decimal(part), key=key)


@pytest.mark.parametrize(
    ("part", "refunded", "earned"),
    [("400.00", ["400.00"], "600.00"), ("1000.00", ["1030.00"], "0.00"), ("0.00", [], "1000.00")],
)
async def test_a_split_that_is_accepted_ends_the_hold_once(part: str, refunded: list[str], earned: str) -> None:
    paid = await a.paid_request()
    client, worker = await a.sides(paid)
    proposed = await offer(paid, worker, part)
    for _ in range(2):
        await accept_settlement(proposed.id, by=client, key="yes")
    escrow = await a.escrow_of(paid)
    assert (escrow.ended_by, escrow.refunded_amount) == (EndedBy.SETTLEMENT, Decimal(part))
    assert [str(row.amount) for row in await ProviderRefund.all()] == refunded
    assert await balance_of(worker.id) == Decimal(earned)
    with pytest.raises(SettlementNotOpen):
        await accept_settlement(proposed.id, by=client)
    with pytest.raises(EscrowNotHeld):
        await offer(paid, client)
    assert not await Timer.filter(subject_id__in=[escrow.id, proposed.id]).exists()
    assert await audit() == []


async def test_it_ends_a_dispute_too_without_support() -> None:
    paid = await a.paid_request()
    client, worker = await a.sides(paid)
    dispute = await disputed(paid, client)
    await accept_settlement((await offer(paid, client)).id, by=worker)
    await dispute.refresh_from_db()
    assert (dispute.status, dispute.resolution_type, dispute.refund_amount) == (
        DisputeStatus.RESOLVED,
        ResolutionType.PARTIAL_REFUND,
        Decimal("400.00"),
    )
    assert await audit() == []


async def test_one_offer_is_open_and_the_next_takes_its_place() -> None:
    paid = await a.paid_request()
    client, worker = await a.sides(paid)
    offers = [await offer(paid, client), await offer(paid, client, "300.00"), await offer(paid, worker, "100.00")]
    states = [(await Settlement.get(id=each.id)).status for each in offers]
    assert states == [SettlementStatus.WITHDRAWN, SettlementStatus.DECLINED, SettlementStatus.PROPOSED]
    with pytest.raises(SettlementYours):
        await accept_settlement(offers[2].id, by=worker)
    await decline_settlement(offers[2].id, by=client)
    with pytest.raises(SettlementNotOpen):
        await accept_settlement(offers[2].id, by=client)
    assert (await a.escrow_of(paid)).status is EscrowStatus.HELD
    assert await audit() == []


async def test_an_offer_runs_out_at_its_instant_however_late_its_timer() -> None:
    paid = await a.paid_request()
    client, worker = await a.sides(paid)
    proposed = await offer(paid, client)
    assert proposed.expires_at == proposed.created_at + OPEN_FOR
    await expire_settlement(proposed.id, at=proposed.created_at)
    assert (await Settlement.get(id=proposed.id)).status is SettlementStatus.PROPOSED
    await stand_still_at(proposed.expires_at)
    with pytest.raises(SettlementNotOpen):
        await accept_settlement(proposed.id, by=worker)
    for _ in range(2):
        await expire_settlement(proposed.id, at=proposed.expires_at)
    assert (await Settlement.get(id=proposed.id)).status is SettlementStatus.EXPIRED


async def test_what_ends_otherwise_leaves_nothing_to_accept() -> None:
    confirmed = await a.confirmed_request()
    client, worker = await a.sides(confirmed)
    proposed = await offer(confirmed, client)
    escrow = await a.escrow_of(confirmed)
    assert escrow.release_at is not None
    await stand_still_at(escrow.release_at)
    with pytest.raises(EscrowNotHeld):
        await accept_settlement(proposed.id, by=worker)
    await release(escrow.id, at=escrow.release_at)
    assert (await Settlement.get(id=proposed.id)).status is SettlementStatus.LAPSED
    assert await audit() == []


async def test_strangers_find_nothing_and_amounts_have_bounds() -> None:
    paid, asked = await a.paid_request(), await a.payment_request()
    client, worker = await a.sides(paid)
    proposed = await offer(paid, client)
    for stranger in (await a.client(), await a.worker(), await a.support()):
        with pytest.raises(NotFound):
            await offer(paid, stranger)
        with pytest.raises(NotFound):
            await accept_settlement(proposed.id, by=stranger)
        with pytest.raises(NotFound):
            await decline_settlement(proposed.id, by=stranger)
    with pytest.raises(AmountBeyondPayment):
        await offer(paid, worker, "1000.01")
    with pytest.raises(PaymentRequestNotPaid):
        await offer(asked, (await a.sides(asked))[0])
    with pytest.raises(IdempotencyKeyReused):
        await asyncio.gather(offer(paid, client, key="k"), offer(paid, client, "1.00", key="k"))


async def test_accepting_declining_resolving_and_releasing_at_once_end_it_once() -> None:
    for _ in range(3):
        confirmed = await a.confirmed_request()
        client, worker = await a.sides(confirmed)
        proposed = await offer(confirmed, client)
        dispute = await disputed(confirmed, client)
        full = Decision(ResolutionType.FULL_REFUND, "Se devuelve")
        outcomes = await asyncio.gather(
            accept_settlement(proposed.id, by=worker),
            decline_settlement(proposed.id, by=worker),
            offer(confirmed, worker, "50.00"),
            resolve(dispute.id, full, by=await a.support()),
            return_exceptions=True,
        )
        unexpected = (SettlementNotOpen, EscrowNotHeld, Settlement, Dispute)
        assert all(isinstance(each, unexpected) or type(each).__name__ == "DisputeResolved" for each in outcomes)
        assert await audit() == []


async def test_two_offers_at_once_leave_one_open() -> None:
    paid = await a.paid_request()
    client, worker = await a.sides(paid)
    await asyncio.gather(*(offer(paid, by, part) for by, part in ((client, "10.00"), (worker, "20.00")) * 3))
    assert await Settlement.filter(status=SettlementStatus.PROPOSED).count() == 1
    assert await audit() == []


@pytest.mark.parametrize(("proposer", "why"), [("client", "worker_undecided"), ("worker", "client_undecided")])
async def test_its_deadline_says_who_has_yet_to_answer(proposer: str, why: str) -> None:
    paid = await a.paid_request()
    client, worker = await a.sides(paid)
    await offer(paid, client if proposer == "client" else worker)
    deadlines = await deadlines_of(paid.conversation_id)
    assert [each.why for each in deadlines if each.kind == "settlement.expire"] == [why]
