import asyncio
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from models.chat.tables import Message
from models.db import transaction
from models.disputes.open import open_dispute
from models.disputes.tables import Dispute, DisputeType
from models.engine_tables import OutboxRow, Timer
from models.notices.tables import Notice
from models.payments.audit import audit
from models.payments.deadlines import deadlines_of
from models.payments.release import release
from models.payments.tables import EscrowPayment, EscrowStatus, PaymentRequest
from models.wallet.accounts import balance_of, wallet_of
from models.wallet.tables import Account, AccountKind, WalletTransaction, WalletTransactionType
from tasks.timers import fire_due
from tests import a
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")


async def held(of: PaymentRequest) -> tuple[EscrowPayment, datetime]:
    escrow = await a.escrow_of(of)
    assert escrow.release_at is not None
    return escrow, escrow.release_at


async def earned(worker_id: object) -> Decimal:
    rows = await WalletTransaction.filter(
        worker_id=worker_id, transaction_type=WalletTransactionType.PAYMENT_RECEIVED
    ).values_list("amount", flat=True)
    return sum((Decimal(str(row)) for row in rows), Decimal(0))


@pytest.mark.req("ESC-12", "ESC-13", "C16", "R-10", "R-14")
async def test_at_the_instant_the_money_becomes_the_handymans_earnings() -> None:
    confirmed = await a.confirmed_request()
    escrow, due_at = await held(confirmed)
    before = await balance_of(confirmed.worker_id)
    await release(escrow.id, at=due_at)
    escrow = await a.escrow_of(confirmed)
    assert (escrow.status, escrow.released_at) == (EscrowStatus.RELEASED, due_at)
    assert await balance_of(confirmed.worker_id) - before == Decimal("1000.00")
    async with transaction():
        assert (await wallet_of(confirmed.worker_id)).earnings.balance == Decimal("1000.00")
    written = await WalletTransaction.get(transaction_type=WalletTransactionType.PAYMENT_RECEIVED)
    assert (written.amount, written.reference_id, written.created_at) == (Decimal("1000.00"), escrow.id, due_at)
    last = await Message.filter(conversation_id=confirmed.conversation_id).order_by("-seq").first()
    assert last is not None
    assert last.event is not None
    assert (last.event["kind"], last.created_at) == ("escrow.released", due_at)
    [notice] = await Notice.filter(kind="escrow.released")
    assert (notice.user_id, notice.facts["amount"]) == (confirmed.worker_id, "1000.00")
    assert await audit() == []


@pytest.mark.req("ESC-13", "R-19")
async def test_too_early_twice_and_too_late() -> None:
    confirmed = await a.confirmed_request()
    escrow, due_at = await held(confirmed)
    await release(escrow.id, at=due_at - timedelta(milliseconds=1))
    assert await earned(confirmed.worker_id) == 0
    await asyncio.gather(*(release(escrow.id, at=due_at) for _ in range(4)))
    await release(escrow.id, at=due_at + timedelta(days=1))
    assert await earned(confirmed.worker_id) == Decimal("1000.00")
    assert await OutboxRow.filter(event="escrow.released").count() == 1


@pytest.mark.req("R-14")
async def test_what_is_not_confirmed_is_not_released() -> None:
    for of in (await a.paid_request(), await a.marked_request()):
        escrow = await a.escrow_of(of)
        await release(escrow.id, at=escrow.created_at + timedelta(days=30))
        assert (await a.escrow_of(of)).status is EscrowStatus.HELD


@pytest.mark.req("ESC-15")
async def test_each_payment_of_a_conversation_has_its_own_five_days() -> None:
    talk = await a.talk()
    first = await a.confirmed_request(talk)
    _, due_at = await held(first)
    second = await a.paid_request(talk, amount=Decimal("500.00"))
    await stand_still_at(due_at)
    await fire_due()
    assert (await a.escrow_of(first)).status is EscrowStatus.RELEASED
    assert (await a.escrow_of(second)).status is EscrowStatus.HELD
    assert await earned(talk.worker_id) == Decimal("1000.00")
    assert await audit() == []


@pytest.mark.req("ESC-14", "R-19", "C16")
async def test_a_silent_client_is_confirmed_on_day_7_and_released_on_day_12() -> None:
    marked = await a.marked_request()
    escrow = await a.escrow_of(marked)
    at = escrow.worker_confirmed_at
    assert at is not None
    await stand_still_at(at + timedelta(days=12))
    while await fire_due():
        pass
    rows = await Message.filter(conversation_id=marked.conversation_id, message_type="event").order_by("seq")
    told = [(row.event["kind"], row.created_at) for row in rows if row.event]
    assert told[-2:] == [
        ("service.presumed_complete", at + timedelta(days=7)),
        ("escrow.released", at + timedelta(days=12)),
    ]
    assert await earned(marked.worker_id) == Decimal("1000.00")


@pytest.mark.req("ESC-16", "R-14", "C25")
async def test_of_a_report_and_the_release_at_once_one_wins() -> None:
    for _ in range(4):
        confirmed = await a.confirmed_request()
        client, _ = await a.sides(confirmed)
        escrow, due_at = await held(confirmed)
        await asyncio.gather(
            release(escrow.id, at=due_at),
            open_dispute(confirmed.id, by=client, dispute_type=DisputeType.QUALITY, description="Volvió a gotear"),
            return_exceptions=True,
        )
        escrow = await a.escrow_of(confirmed)
        is_disputed = await Dispute.exists(escrow_payment_id=escrow.id)
        assert (escrow.status is EscrowStatus.HELD) == is_disputed
        assert (await earned(confirmed.worker_id) == 0) == is_disputed
    assert await audit() == []


@pytest.mark.req("ESC-10", "R-19")
async def test_the_deadlines_of_a_conversation_say_what_happens_next_and_when() -> None:
    talk = await a.talk()
    asked = await a.payment_request(talk)
    paid = await a.paid_request(talk)
    marked = await a.marked_request(talk)
    confirmed = await a.confirmed_request(talk)
    presumed_at = (await Timer.get(kind="payment.presume_complete")).due_at
    release_at = (await Timer.get(kind="escrow.release")).due_at
    found = [(each.kind, each.subject_id, each.due_at, each.effect) for each in await deadlines_of(talk.id)]
    limits = [("escrow.limit", "escrow.released"), *[("escrow.limit", "escrow.refunded")] * 2]
    assert sorted((kind, effect) for kind, _, _, effect in found[3:]) == sorted(limits)
    assert found[:3] == [
        ("escrow.release", confirmed.id, release_at, "escrow.released"),
        ("payment.presume_complete", marked.id, presumed_at, "service.presumed_complete"),
        ("payment.expire", asked.id, asked.expires_at, "payment.expired"),
    ]
    client, _ = await a.sides(paid)
    for of in (marked, confirmed):
        await open_dispute(of.id, by=client, dispute_type=DisputeType.OTHER, description="No quedó")
    left = [each for each in await deadlines_of(talk.id) if each.kind != "escrow.limit"]
    assert [each.kind for each in left] == ["payment.expire"]


@pytest.mark.req("R-09")
async def test_the_audit_names_a_paid_request_whose_escrow_is_gone() -> None:
    paid = await a.paid_request()
    await EscrowPayment.filter(payment_request_id=paid.id).delete()
    account = await Account.get(kind=AccountKind.ESCROW)
    assert await audit() == [
        f"payment {paid.id}: paid without its escrow",
        f"payment {account.id}: the escrow account is not what is held",
    ]
