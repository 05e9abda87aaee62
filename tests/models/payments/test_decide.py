"""What an admin decides about money that a suspension stopped (R-16)."""

import asyncio
from decimal import Decimal

import pytest

from models.admin.tables import AuditEntry
from models.audit import audit
from models.errors import Forbidden, IdempotencyKeyReused, NotFound
from models.notices.tables import Notice
from models.payments.decide import DecisionIncomplete, DecisionKind, PaymentNotPaused, decide
from models.payments.refusals import DisputeOpen, EscrowNotHeld
from models.payments.release import release
from models.payments.tables import EndedBy, EscrowStatus, ProviderRefund
from models.wallet.accounts import balance_of
from tests import a
from tests.build_payments import disputed
from tests.build_suspended import decision, stopped, told
from tests.rows import events

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.req("R-16")]

Kind = DecisionKind


@pytest.mark.parametrize(
    ("kind", "part", "to_client", "to_worker", "status"),
    [
        (Kind.RELEASE, None, [], "1000.00", EscrowStatus.RELEASED),
        (Kind.REFUND, None, ["1030.00"], "0.00", EscrowStatus.REFUNDED),
        (Kind.SPLIT, "400.00", ["400.00"], "600.00", EscrowStatus.RELEASED),
    ],
)
async def test_a_decision_its_money_its_news_and_its_entry_are_one(
    kind: Kind, part: str | None, to_client: list[str], to_worker: str, status: EscrowStatus
) -> None:
    marked = await a.marked_request()
    client, worker = await a.sides(marked)
    boss = await stopped(marked)
    decided = decision(kind, client_amount=part and Decimal(part), to_client="Gracias", to_worker="Suerte")
    for _ in range(2):
        await decide(marked.id, decided, by=boss, key="once")
    with pytest.raises(IdempotencyKeyReused):
        await decide(marked.id, decision(Kind.RESUME), by=boss, key="once")
    with pytest.raises(EscrowNotHeld):
        await decide(marked.id, decided, by=boss)
    escrow = await a.escrow_of(marked)
    assert (escrow.status, escrow.ended_by, escrow.paused_at) == (status, EndedBy.STAFF, None)
    assert await balance_of(worker.id) == Decimal(to_worker)
    assert [str(row.amount) for row in await ProviderRefund.all()] == to_client
    entry = await AuditEntry.get(action="payment.decided")
    assert (entry.actor_id, entry.subject_id, entry.facts["decision"]) == (boss.id, marked.id, kind.value)
    for person, words in ((client, "Gracias"), (worker, "Suerte")):
        notice = await Notice.get(user_id=person.id, kind="payment.decided")
        assert notice.facts["message"] == words
    assert (await told(marked)).count("payment.decided") == 1
    assert len(await events("payment.decided")) == 1
    assert await audit() == []


async def test_an_admin_lets_the_clocks_go_on_though_the_suspension_stays() -> None:
    confirmed = await a.confirmed_request()
    boss = await stopped(confirmed)
    await decide(confirmed.id, decision(Kind.RESUME), by=boss)
    with pytest.raises(PaymentNotPaused):
        await decide(confirmed.id, decision(Kind.RESUME), by=boss)
    escrow = await a.escrow_of(confirmed)
    assert escrow.release_at is not None
    await release(escrow.id, at=escrow.release_at)
    assert (await a.escrow_of(confirmed)).status is EscrowStatus.RELEASED
    assert await audit() == []


async def test_who_may_not_decide_or_not_so() -> None:
    paid, other = await a.paid_request(), await a.paid_request()
    boss = await stopped(paid)
    client, worker = await a.sides(paid)
    for person in (client, worker, await a.support()):
        with pytest.raises(Forbidden):
            await decide(paid.id, decision(Kind.REFUND), by=person)
    with pytest.raises(PaymentNotPaused):
        await decide(other.id, decision(Kind.REFUND), by=boss)
    with pytest.raises(NotFound):
        await decide(client.id, decision(Kind.REFUND), by=boss)
    for wrong in (
        decision(Kind.SPLIT),
        decision(Kind.SPLIT, client_amount=Decimal(0)),
        decision(Kind.SPLIT, client_amount=Decimal("1000.00")),
        decision(Kind.REFUND, client_amount=Decimal("1.00")),
    ):
        with pytest.raises(DecisionIncomplete):
            await decide(paid.id, wrong, by=boss)
    await disputed(paid, client)
    with pytest.raises(DisputeOpen):
        await decide(paid.id, decision(Kind.REFUND), by=boss)
    assert await audit() == []


async def test_of_many_decisions_at_once_one_counts() -> None:
    paid = await a.paid_request()
    boss = await stopped(paid)
    kinds = [Kind.RELEASE, Kind.REFUND, Kind.RELEASE, Kind.REFUND]
    outcomes = await asyncio.gather(
        *(decide(paid.id, decision(kind), by=boss) for kind in kinds), return_exceptions=True
    )
    assert sum(isinstance(each, EscrowNotHeld) for each in outcomes) == 3
    assert await audit() == []
