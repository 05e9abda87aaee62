"""A suspension while money is asked for or held: what stops, what runs on, and what an admin decides (R-16)."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from models.audit import audit
from models.chat.tables import Message
from models.engine_tables import Timer
from models.notices.tables import Notice
from models.payments.accept_settlement import accept_settlement
from models.payments.confirm_complete import HELD_FOR, PRESUMED_AFTER, confirm_complete
from models.payments.deadlines import deadlines_of
from models.payments.decide import DecisionKind, decide
from models.payments.intend_checkout import intend_checkout
from models.payments.limits import HELD_AT_MOST, end_at_limit
from models.payments.overdue_work import AFTER
from models.payments.presume_complete import presume_complete
from models.payments.propose_settlement import propose_settlement
from models.payments.rearm import rearm
from models.payments.refusals import ClientLeft, PaymentPaused
from models.payments.release import release
from models.payments.settle import settle_intent
from models.payments.tables import EscrowStatus, PaymentRequest, ProviderRefund, RequestStatus
from models.people.reinstate import reinstate
from models.people.sessions import AccountSuspended
from models.people.suspend import suspend
from models.wallet.accounts import balance_of
from tests import a
from tests.build_suspended import decision, shut_out, stopped, told
from tests.moment import stand_still_at

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.req("R-16")]


async def test_what_was_asked_for_is_cancelled_and_nobody_asks_for_more() -> None:
    asked = await a.payment_request()
    client, worker = await a.sides(asked)
    await stopped(asked)
    ended = await PaymentRequest.get(id=asked.id)
    assert ended.status is RequestStatus.CANCELLED
    row = await Message.filter(conversation_id=asked.conversation_id).order_by("-seq").first()
    assert row is not None
    assert row.event is not None
    assert (row.event["kind"], row.event["why"], row.sender_id) == ("payment.cancelled", "suspended", None)
    for person in (client, worker):
        assert await Notice.filter(user_id=person.id, kind="payment.cancelled").count() == 1
    with pytest.raises(AccountSuspended):
        await a.payment_request(await asked.conversation)
    assert await audit() == []


async def test_a_suspended_client_is_asked_for_nothing() -> None:
    asked = await a.payment_request()
    await shut_out((await a.sides(asked))[0])
    assert (await PaymentRequest.get(id=asked.id)).status is RequestStatus.CANCELLED
    with pytest.raises(ClientLeft):
        await a.payment_request(await asked.conversation)


async def test_money_that_comes_while_a_session_is_being_closed_is_held_and_stands_still() -> None:
    asked = await a.payment_request()
    client, _ = await a.sides(asked)
    await intend_checkout(asked.id, by=client)
    boss = await stopped(asked)
    assert (await PaymentRequest.get(id=asked.id)).closing_as is RequestStatus.CANCELLED
    await settle_intent(a.captured(asked))
    escrow = await a.escrow_of(asked)
    assert (escrow.status, escrow.paused_at is None) == (EscrowStatus.HELD, False)
    assert not await Timer.filter(subject_id=escrow.id, kind__in=list(AFTER)).exists()
    assert await audit() == []
    await decide(asked.id, decision(DecisionKind.REFUND), by=boss)
    assert [row.amount for row in await ProviderRefund.all()] == [asked.total]
    assert await audit() == []


async def test_money_that_comes_after_the_cancellation_goes_back() -> None:
    asked = await a.payment_request()
    await stopped(asked)
    await settle_intent(a.captured(asked))
    assert [row.reason for row in await ProviderRefund.all()] == ["request_cancelled"]
    assert await audit() == []


async def test_the_release_waits_and_has_as_much_time_left_when_the_handyman_is_back() -> None:
    confirmed = await a.confirmed_request()
    before = await a.escrow_of(confirmed)
    assert before.release_at is not None
    assert before.completion_confirmed_at is not None
    await stand_still_at(before.completion_confirmed_at + timedelta(days=2))
    boss = await stopped(confirmed)
    assert not await Timer.exists(kind="escrow.release")
    assert [each.kind for each in await deadlines_of(confirmed.conversation_id)] == ["escrow.limit"]
    await stand_still_at(before.release_at + timedelta(days=30))
    for _ in range(2):
        await release(before.id, at=before.release_at)
    assert "escrow.release" not in await rearm()
    assert (await a.escrow_of(confirmed)).status is EscrowStatus.HELD
    assert await audit() == []
    await reinstate(confirmed.worker_id, "Aclarado", by=boss.id)
    after = await a.escrow_of(confirmed)
    assert after.release_at == before.release_at + timedelta(days=33)
    assert (await Timer.get(kind="escrow.release")).due_at == after.release_at
    assert [kind for kind in await told(confirmed) if kind in {"escrow.paused", "escrow.resumed"}] == [
        "escrow.paused",
        "escrow.resumed",
    ]
    await release(after.id, at=after.release_at)
    assert await balance_of(confirmed.worker_id) == Decimal("1000.00")
    assert await audit() == []


async def test_the_clients_silence_doesn_t_count_while_it_stands_still() -> None:
    marked = await a.marked_request()
    escrow = await a.escrow_of(marked)
    assert escrow.worker_confirmed_at is not None
    boss = await stopped(marked)
    due_at = escrow.worker_confirmed_at + PRESUMED_AFTER
    await stand_still_at(due_at)
    await presume_complete(escrow.id, at=due_at)
    assert not (await a.escrow_of(marked)).is_presumed
    await reinstate(marked.worker_id, "Aclarado", by=boss.id)
    later = (await a.escrow_of(marked)).presumed_at
    assert later is not None
    assert later > due_at
    assert (await Timer.get(kind="payment.presume_complete")).due_at == later
    await stand_still_at(later)
    await presume_complete(escrow.id, at=later)
    assert (await a.escrow_of(marked)).is_presumed


async def test_the_client_may_still_confirm_and_the_five_days_begin_when_the_clocks_do() -> None:
    marked = await a.marked_request()
    client, worker = await a.sides(marked)
    boss = await stopped(marked)
    await confirm_complete(marked.id, by=client)
    assert not await Timer.exists(kind="escrow.release")
    escrow = await a.escrow_of(marked)
    assert escrow.completion_confirmed_at is not None
    back_at = escrow.completion_confirmed_at + timedelta(days=9)
    await stand_still_at(back_at)
    await reinstate(worker.id, "Aclarado", by=boss.id)
    assert (await a.escrow_of(marked)).release_at == back_at + HELD_FOR


async def test_what_was_due_before_the_suspension_happens_however_late() -> None:
    confirmed, marked = await a.confirmed_request(), await a.marked_request()
    due, silent = await a.escrow_of(confirmed), await a.escrow_of(marked)
    assert due.release_at is not None
    assert silent.presumed_at is not None
    await stand_still_at(silent.presumed_at + timedelta(hours=1))
    for each in (confirmed, marked):
        await stopped(each)
    await release(due.id, at=due.release_at)
    assert (await a.escrow_of(confirmed)).status is EscrowStatus.RELEASED
    await presume_complete(silent.id, at=silent.presumed_at)
    presumed = await a.escrow_of(marked)
    assert presumed.is_presumed
    assert presumed.release_at is not None
    await release(silent.id, at=presumed.release_at)
    assert (await a.escrow_of(marked)).status is EscrowStatus.HELD
    assert await audit() == []


async def test_the_limits_run_on() -> None:
    paid, confirmed = await a.paid_request(), await a.confirmed_request()
    for each, ends in ((paid, EscrowStatus.REFUNDED), (confirmed, EscrowStatus.RELEASED)):
        await stopped(each)
        escrow = await a.escrow_of(each)
        at = escrow.created_at + HELD_AT_MOST
        await stand_still_at(at)
        await end_at_limit(escrow.id, at=at)
        assert (await a.escrow_of(each)).status is ends
    assert await audit() == []


async def test_a_split_waits_for_the_admin() -> None:
    paid = await a.paid_request()
    client, worker = await a.sides(paid)
    offered = await propose_settlement(paid.id, by=worker, client_amount=Decimal("10.00"))
    await stopped(paid)
    with pytest.raises(PaymentPaused):
        await accept_settlement(offered.id, by=client)
    with pytest.raises(PaymentPaused):
        await propose_settlement(paid.id, by=client, client_amount=Decimal("10.00"))


async def test_both_suspended_it_goes_on_with_the_second() -> None:
    paid = await a.paid_request()
    client, worker = await a.sides(paid)
    boss = await stopped(paid)
    since = (await a.escrow_of(paid)).paused_at
    await shut_out(client)
    assert (await a.escrow_of(paid)).paused_at == since
    await reinstate(worker.id, "Aclarado", by=boss.id)
    assert (await a.escrow_of(paid)).paused_at == since
    await reinstate(client.id, "Aclarado", by=boss.id)
    assert (await a.escrow_of(paid)).paused_at is None
    assert set(AFTER) <= set(await Timer.all().values_list("kind", flat=True))
    assert await audit() == []


@pytest.mark.parametrize("_", range(4))
async def test_suspension_payment_release_and_a_new_request_at_once_are_one_after_the_other(_: int) -> None:
    asked = await a.payment_request()
    client, worker = await a.sides(asked)
    held = await a.confirmed_request(await asked.conversation)
    escrow = await a.escrow_of(held)
    assert escrow.release_at is not None
    await stand_still_at(escrow.release_at)
    boss = await a.admin()
    talk = await asked.conversation
    outcomes = await asyncio.gather(
        suspend(worker.id, "Investigación", by=boss.id),
        suspend(client.id, "Investigación", by=boss.id),
        settle_intent(a.captured(asked)),
        release(escrow.id, at=escrow.release_at),
        *(a.payment_request(talk) for _ in range(3)),
        return_exceptions=True,
    )
    unforeseen = [each for each in outcomes if isinstance(each, Exception)]
    assert all(isinstance(each, AccountSuspended | ClientLeft) for each in unforeseen), unforeseen
    assert (await a.escrow_of(held)).status is EscrowStatus.RELEASED
    assert await audit() == []
