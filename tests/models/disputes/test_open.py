import asyncio

import pytest

from models.chat.tables import Message
from models.disputes.open import DisputeTypeNotYours, open_dispute
from models.disputes.tables import Dispute, DisputeStatus, DisputeType
from models.engine_tables import OutboxRow, Timer
from models.errors import IdempotencyKeyReused, NotFound
from models.notices.tables import Notice
from models.payments.confirm_complete import PRESUMED_AFTER, confirm_complete
from models.payments.presume_complete import presume_complete
from models.payments.refusals import DisputeOpen, EscrowNotHeld, PaymentRequestNotPaid
from models.payments.release import release
from models.payments.tables import EscrowStatus, PaymentRequest
from models.people.tables import User
from tests import a
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")


async def report(
    of: PaymentRequest, by: User, kind: DisputeType = DisputeType.QUALITY, key: str | None = None
) -> Dispute:
    return await open_dispute(of.id, by=by, dispute_type=kind, description="Volvió a gotear", key=key)


@pytest.mark.req("ESC-16", "R-14", "DIS-01", "DIS-02", "DIS-04")
async def test_a_report_freezes_the_payment_and_both_are_told() -> None:
    confirmed = await a.confirmed_request()
    client, _ = await a.sides(confirmed)
    dispute = await report(confirmed, client)
    assert (dispute.reference_number, dispute.status) == ("#DIS-00001", DisputeStatus.OPEN)
    escrow = await a.escrow_of(confirmed)
    assert (escrow.dispute_id, escrow.status) == (dispute.id, EscrowStatus.HELD)
    assert not await Timer.exists(kind="escrow.release")
    assert escrow.release_at is not None
    await release(escrow.id, at=escrow.release_at)
    assert (await a.escrow_of(confirmed)).status is EscrowStatus.HELD
    last = await Message.filter(conversation_id=confirmed.conversation_id).order_by("-seq").first()
    assert last is not None
    assert last.event is not None
    assert last.event["kind"] == "dispute.opened"
    assert last.event["reference_number"] == "#DIS-00001"
    told = await Notice.filter(kind="dispute.opened").values_list("user_id", flat=True)
    assert set(told) == {confirmed.client_id, confirmed.worker_id}
    facts = await Notice.filter(kind="dispute.opened").values_list("facts", flat=True)
    assert [fact["by"] for fact in facts] == [str(confirmed.client_id)] * 2
    assert await OutboxRow.filter(event="dispute.opened").count() == 1


@pytest.mark.req("ESC-11", "C25")
async def test_money_can_be_disputed_from_the_payment_on() -> None:
    for of in (await a.paid_request(), await a.marked_request(), await a.confirmed_request()):
        client, _ = await a.sides(of)
        await report(of, client, DisputeType.NO_SHOW)
        assert (await a.escrow_of(of)).dispute_id is not None


@pytest.mark.req("ESC-16")
async def test_while_disputed_nothing_is_marked_confirmed_or_presumed() -> None:
    paid, marked = await a.paid_request(), await a.marked_request()
    for of in (paid, marked):
        await report(of, (await a.sides(of))[0])
    with pytest.raises(DisputeOpen):
        await confirm_complete(paid.id, by=(await a.sides(paid))[1])
    with pytest.raises(DisputeOpen):
        await confirm_complete(marked.id, by=(await a.sides(marked))[0])
    escrow = await a.escrow_of(marked)
    assert escrow.worker_confirmed_at is not None
    assert not await Timer.exists(kind="payment.presume_complete")
    await presume_complete(escrow.id, at=escrow.worker_confirmed_at + PRESUMED_AFTER)
    assert not (await a.escrow_of(marked)).is_presumed


@pytest.mark.req("C25")
async def test_the_handyman_may_dispute_the_payment_but_not_his_own_work() -> None:
    paid = await a.paid_request()
    _, worker = await a.sides(paid)
    for kind in (DisputeType.QUALITY, DisputeType.NO_SHOW, DisputeType.FRAUD):
        with pytest.raises(DisputeTypeNotYours):
            await report(paid, worker, kind)
    assert (await report(paid, worker, DisputeType.PAYMENT)).raised_by_id == worker.id


@pytest.mark.req("C25", "R-19")
async def test_from_the_instant_of_the_release_it_is_too_late() -> None:
    confirmed = await a.confirmed_request()
    client, _ = await a.sides(confirmed)
    escrow = await a.escrow_of(confirmed)
    assert escrow.release_at is not None
    await stand_still_at(escrow.release_at)
    with pytest.raises(EscrowNotHeld):
        await report(confirmed, client)
    await release(escrow.id, at=escrow.release_at)
    with pytest.raises(EscrowNotHeld):
        await report(confirmed, client)
    assert not await Dispute.exists()


@pytest.mark.req("C25")
async def test_what_is_not_paid_can_not_be_disputed_and_strangers_find_nothing() -> None:
    asked, paid = await a.payment_request(), await a.paid_request()
    with pytest.raises(PaymentRequestNotPaid):
        await report(asked, (await a.sides(asked))[0])
    for stranger in (await a.client(), await a.worker()):
        with pytest.raises(NotFound):
            await report(paid, stranger)


@pytest.mark.req("R-14", "R-24")
async def test_there_is_one_open_dispute_however_many_are_opened_at_once() -> None:
    paid = await a.paid_request()
    client, worker = await a.sides(paid)
    outcomes = await asyncio.gather(
        report(paid, client),
        report(paid, worker, DisputeType.PAYMENT),
        report(paid, client),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, Dispute) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, DisputeOpen) for outcome in outcomes) == 2
    assert await Dispute.all().count() == 1


@pytest.mark.req("R-24")
async def test_a_resend_is_the_first_report_and_its_key_keeps_its_body() -> None:
    paid = await a.paid_request()
    client, _ = await a.sides(paid)
    twins = await asyncio.gather(*(report(paid, client, key="k") for _ in range(3)))
    assert len({twin.id for twin in twins}) == 1
    with pytest.raises(IdempotencyKeyReused):
        await report(paid, client, DisputeType.FRAUD, key="k")
