import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from models.audit import audit
from models.disputes.hold_dispute import DisputeResolved
from models.disputes.reopen import reopen_unless_redone
from models.disputes.resolve import Decision, ResolutionIncomplete, resolve
from models.disputes.tables import Dispute, DisputeStatus, ResolutionType
from models.engine_tables import OutboxRow, Timer
from models.errors import Forbidden, IdempotencyKeyReused, NotFound
from models.notices.tables import Notice
from models.payments.confirm_complete import confirm_complete
from models.payments.release import release
from models.payments.tables import EscrowStatus, PaymentRequest, ProviderRefund
from models.wallet.accounts import balance_of
from tests import a
from tests.build_payments import disputed
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")

Kind = ResolutionType


def decision(kind: Kind, **but: Any) -> Decision:
    return Decision(kind, "Visto por soporte", **but)


async def reported(of: PaymentRequest | None = None) -> tuple[PaymentRequest, Dispute]:
    of = of or await a.paid_request()
    return of, await disputed(of, (await a.sides(of))[0])


@pytest.mark.req("DIS-13", "DIS-14", "DIS-15", "DIS-18", "R-13", "ESC-20")
@pytest.mark.parametrize(
    ("decided", "to_client", "to_worker", "status"),
    [
        (decision(Kind.FULL_REFUND), "1030.00", "0.00", EscrowStatus.REFUNDED),
        (
            decision(Kind.PARTIAL_REFUND, refund_amount=Decimal("400.00")),
            "400.00",
            "600.00",
            EscrowStatus.RELEASED,
        ),
        (decision(Kind.PAYMENT_TO_WORKER), None, "1000.00", EscrowStatus.RELEASED),
    ],
)
async def test_a_decision_its_money_and_its_news_are_one(
    decided: Decision, to_client: str | None, to_worker: str, status: EscrowStatus
) -> None:
    paid, dispute = await reported()
    agent = await a.support()
    for _ in range(2):
        await resolve(dispute.id, decided, by=agent, key="once")
    escrow = await a.escrow_of(paid)
    assert (escrow.status, escrow.dispute_id) == (status, None)
    refunds = await ProviderRefund.all().values_list("amount", flat=True)
    assert [str(amount) for amount in refunds] == ([to_client] if to_client else [])
    assert await balance_of(paid.worker_id) == Decimal(to_worker)
    await dispute.refresh_from_db()
    assert (dispute.status, dispute.assigned_to_id) == (DisputeStatus.RESOLVED, agent.id)
    told = await Notice.filter(kind="dispute.resolved").values_list("user_id", flat=True)
    assert sorted(told) == sorted([paid.client_id, paid.worker_id])
    assert await OutboxRow.filter(event="dispute.resolved").count() == 1
    assert not await Timer.filter(subject_id__in=[escrow.id, dispute.id]).exists()
    assert await audit() == []


@pytest.mark.req("DIS-18")
async def test_each_side_is_told_what_is_meant_for_it_alone() -> None:
    paid, dispute = await reported()
    words = decision(Kind.FULL_REFUND, to_client="Gracias por las fotos", to_worker="Faltó la garantía")
    await resolve(dispute.id, words, by=await a.support())
    facts = {row.user_id: row.facts for row in await Notice.filter(kind="dispute.resolved")}
    assert facts[paid.client_id]["message"] == "Gracias por las fotos"
    assert facts[paid.worker_id]["message"] == "Faltó la garantía"


@pytest.mark.req("DIS-16", "TIM-07", "R-14")
async def test_work_that_is_done_again_is_confirmed_and_held_again() -> None:
    confirmed, dispute = await reported(await a.confirmed_request())
    client, worker = await a.sides(confirmed)
    until = dispute.created_at + timedelta(days=4)
    await resolve(dispute.id, decision(Kind.REDO, redo_due_at=until), by=await a.support())
    escrow = await a.escrow_of(confirmed)
    assert (escrow.status, escrow.dispute_id, escrow.release_at) == (EscrowStatus.HELD, None, None)
    await reopen_unless_redone(escrow.id, at=until - timedelta(milliseconds=1))
    assert (await a.escrow_of(confirmed)).dispute_id is None
    await confirm_complete(confirmed.id, by=worker)
    await reopen_unless_redone(escrow.id, at=until)
    assert (await a.escrow_of(confirmed)).dispute_id is None
    await confirm_complete(confirmed.id, by=client)
    escrow = await a.escrow_of(confirmed)
    assert escrow.release_at is not None
    await release(escrow.id, at=escrow.release_at)
    assert await balance_of(confirmed.worker_id) == Decimal(1000)
    assert await audit() == []


@pytest.mark.req("DIS-16", "TIM-07")
async def test_work_that_is_not_done_again_is_supports_again() -> None:
    paid, dispute = await reported()
    until = dispute.created_at + timedelta(days=4)
    await resolve(dispute.id, decision(Kind.REDO, redo_due_at=until), by=await a.support())
    await stand_still_at(until)
    for _ in range(2):
        await reopen_unless_redone((await a.escrow_of(paid)).id, at=until)
    await dispute.refresh_from_db()
    assert (dispute.status, dispute.resolved_at) == (DisputeStatus.OPEN, None)
    assert (await a.escrow_of(paid)).dispute_id == dispute.id
    assert await Notice.filter(kind="dispute.reopened").count() == 2
    assert await audit() == []


@pytest.mark.req("DIS-02")
async def test_a_dispute_without_a_decision_about_money_lets_the_clock_run_on() -> None:
    confirmed, dispute = await reported(await a.confirmed_request())
    before = await a.escrow_of(confirmed)
    assert before.release_at is not None
    late = before.release_at + timedelta(days=3)
    await stand_still_at(late)
    await resolve(dispute.id, decision(Kind.OTHER), by=await a.support())
    timer = await Timer.get(kind="escrow.release")
    assert timer.due_at == late
    await release(before.id, at=late)
    assert (await a.escrow_of(confirmed)).status is EscrowStatus.RELEASED


@pytest.mark.req("DIS-14", "DIS-16", "R-14")
async def test_a_decision_that_lacks_something_leaves_everything_as_it_is() -> None:
    paid, dispute = await reported()
    day_81 = dispute.created_at + timedelta(days=81)
    agent = await a.support()
    for wrong in (
        decision(Kind.PARTIAL_REFUND),
        decision(Kind.PARTIAL_REFUND, refund_amount=Decimal("1000.00")),
        decision(Kind.PARTIAL_REFUND, refund_amount=Decimal(0)),
        decision(Kind.FULL_REFUND, refund_amount=Decimal(10)),
        decision(Kind.REDO),
        decision(Kind.REDO, redo_due_at=day_81),
        decision(Kind.REDO, redo_due_at=dispute.created_at - timedelta(days=1)),
        decision(Kind.PAYMENT_TO_WORKER, redo_due_at=dispute.created_at + timedelta(days=1)),
    ):
        with pytest.raises(ResolutionIncomplete):
            await resolve(dispute.id, wrong, by=agent)
    assert (await a.escrow_of(paid)).dispute_id == dispute.id
    assert await audit() == []


@pytest.mark.req("DIS-17", "SEC-04")
async def test_only_staff_decide_and_only_an_admin_what_was_escalated() -> None:
    paid, dispute = await reported()
    client, worker = await a.sides(paid)
    full = decision(Kind.FULL_REFUND)
    for person in (client, worker, await a.client()):
        with pytest.raises((Forbidden, NotFound)):
            await resolve(dispute.id, full, by=person)
    await Dispute.filter(id=dispute.id).update(status=DisputeStatus.ESCALATED)
    with pytest.raises(Forbidden):
        await resolve(dispute.id, full, by=await a.support())
    await resolve(dispute.id, full, by=await a.admin())
    with pytest.raises(DisputeResolved):
        await resolve(dispute.id, full, by=await a.admin())


@pytest.mark.req("R-24")
async def test_two_who_decide_at_once_decide_once_and_a_key_keeps_its_body() -> None:
    paid, dispute = await reported()
    agents = [await a.support() for _ in range(3)]
    kinds = (Kind.FULL_REFUND, Kind.PAYMENT_TO_WORKER, Kind.FULL_REFUND)
    outcomes = await asyncio.gather(
        *(resolve(dispute.id, decision(kind), by=by) for kind, by in zip(kinds, agents, strict=True)),
        return_exceptions=True,
    )
    assert sum(isinstance(each, Dispute) for each in outcomes) == 1
    assert sum(isinstance(each, DisputeResolved) for each in outcomes) == 2
    assert await audit() == []
    _, another = await reported()
    await resolve(another.id, decision(Kind.FULL_REFUND), by=agents[0], key="k")
    with pytest.raises(IdempotencyKeyReused):
        await resolve(another.id, decision(Kind.PAYMENT_TO_WORKER), by=agents[0], key="k")
    assert (await a.escrow_of(paid)).status is not EscrowStatus.HELD
