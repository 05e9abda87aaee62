"""Each capture counts once: in any order, however often it is told, whoever tells it."""

import asyncio
import itertools
from dataclasses import replace
from decimal import Decimal

import pytest

from models.chat.tables import Message
from models.engine_tables import OutboxRow, Timer
from models.errors import NotFound
from models.notices.tables import Notice
from models.payments.audit import audit
from models.payments.decline import decline
from models.payments.settle import settle_intent, settle_session
from models.payments.tables import (
    CheckoutSession,
    CheckoutStatus,
    EscrowPayment,
    PaymentRequest,
    ProviderRefund,
    RequestStatus,
)
from models.wallet.accounts import balance_of
from models.wallet.tables import AccountKind, Entry
from tests import a

pytestmark = pytest.mark.usefixtures("database")


async def owed(kind: AccountKind) -> Decimal:
    rows = await Entry.filter(account__kind=kind).values_list("amount", flat=True)
    return sum((Decimal(str(row)) for row in rows), Decimal(0))


async def kinds(of: PaymentRequest) -> list[str]:
    rows = await Message.filter(conversation_id=of.conversation_id, message_type="event").order_by("seq")
    return [row.event["kind"] for row in rows if row.event]


@pytest.mark.req("ESC-05", "ESC-06", "ESC-19", "R-09")
async def test_a_capture_pays_the_request_and_the_money_is_held() -> None:
    asked = await a.payment_request()
    before = await owed(AccountKind.REVENUE), await balance_of(asked.worker_id)
    assert await settle_session(a.completed(asked)) is None
    await asked.refresh_from_db()
    assert asked.status is RequestStatus.PAID
    escrow = await a.escrow_of(asked)
    assert (escrow.status, escrow.amount, escrow.release_at) == ("held", Decimal("1000.00"), None)
    assert await owed(AccountKind.ESCROW) == Decimal("1000.00")
    assert await owed(AccountKind.CLEARING) == Decimal("-1030.00")
    assert await owed(AccountKind.REVENUE) - before[0] == Decimal("30.00")
    assert await balance_of(asked.worker_id) == before[1]
    assert (await kinds(asked))[-1] == "payment.paid"
    told = await Notice.filter(kind="payment.paid").values_list("user_id", flat=True)
    assert set(told) == {asked.client_id, asked.worker_id}
    assert await OutboxRow.filter(event="payment.paid").count() == 1
    assert not await Timer.exists(kind="payment.expire")
    assert await audit() == []


@pytest.mark.req("ESC-22", "R-17")
async def test_told_twice_by_both_kinds_of_news_in_every_order_it_counts_once() -> None:
    for order in itertools.permutations(range(3)):
        asked = await a.payment_request()
        intent = a.captured(asked)
        session = a.completed(asked, payment_intent_id=intent.id)
        news = [settle_intent(intent), settle_session(session), settle_session(session)]
        waiting = [news[place] for place in order]
        for each in waiting:
            assert await each is None
        assert (await kinds(asked)).count("payment.paid") == 1
    assert await owed(AccountKind.ESCROW) == Decimal(1000) * 6
    assert not await ProviderRefund.exists()
    assert await audit() == []


@pytest.mark.req("ESC-22")
async def test_told_many_times_at_once_it_counts_once() -> None:
    asked = await a.payment_request()
    intent = a.captured(asked)
    session = a.completed(asked, payment_intent_id=intent.id)
    await asyncio.gather(*(tell for _ in range(6) for tell in (settle_intent(intent), settle_session(session))))
    assert await EscrowPayment.all().count() == 1
    assert (await kinds(asked)).count("payment.paid") == 1
    assert await owed(AccountKind.ESCROW) == Decimal(1000)


@pytest.mark.req("R-12")
async def test_a_second_capture_is_booked_as_unapplied_and_owed_back_in_full() -> None:
    paid = await a.paid_request()
    second = a.captured(paid)
    for _ in range(2):
        assert await settle_intent(second) is None
    [refund] = await ProviderRefund.all()
    assert (refund.amount, refund.stripe_payment_intent_id) == (Decimal("1030.00"), second.id)
    assert await owed(AccountKind.UNAPPLIED) == Decimal("1030.00")
    assert await owed(AccountKind.ESCROW) == Decimal("1000.00")
    assert await OutboxRow.filter(event="refund.intended").count() == 1
    [notice] = await Notice.filter(kind="payment.returned")
    assert notice.user_id == paid.client_id


@pytest.mark.req("R-12")
async def test_a_capture_after_the_request_was_declined_is_owed_back() -> None:
    asked = await a.payment_request()
    client, _ = await a.sides(asked)
    await decline(asked.id, by=client)
    await settle_intent(a.captured(asked))
    await asked.refresh_from_db()
    assert asked.status is RequestStatus.DECLINED
    assert await ProviderRefund.all().count() == 1
    assert not await EscrowPayment.exists()
    assert await audit() == []


@pytest.mark.req("R-12")
async def test_two_captures_at_once_pay_once_and_one_goes_back() -> None:
    asked = await a.payment_request()
    await asyncio.gather(*(settle_intent(a.captured(asked)) for _ in range(2)))
    assert await EscrowPayment.all().count() == 1
    assert await ProviderRefund.all().count() == 1
    assert await audit() == []


@pytest.mark.req("R-11")
async def test_another_amount_does_not_pay_is_flagged_and_goes_back() -> None:
    asked = await a.payment_request()
    problem = await settle_session(a.completed(asked, amount=Decimal("1029.99")))
    assert problem == "AMOUNT_MISMATCH 1029.99 for 1030.00"
    await asked.refresh_from_db()
    assert asked.status is RequestStatus.PENDING
    [refund] = await ProviderRefund.all()
    assert refund.amount == Decimal("1029.99")
    assert not await EscrowPayment.exists()


@pytest.mark.req("R-11")
async def test_another_currency_moves_nothing_and_is_flagged() -> None:
    asked = await a.payment_request()
    assert await settle_session(a.completed(asked, currency="usd")) == "FOREIGN_CURRENCY usd"
    assert await settle_intent(a.captured(asked, currency="usd")) == "FOREIGN_CURRENCY usd"
    await asked.refresh_from_db()
    assert asked.status is RequestStatus.PENDING
    assert await owed(AccountKind.CLEARING) == 0
    assert not await ProviderRefund.exists()


@pytest.mark.req("R-11")
async def test_a_completed_session_without_its_money_is_pending_until_the_money_comes() -> None:
    asked = await a.payment_request()
    row = await a_session(asked)
    session = a.completed(asked, id=row.stripe_session_id, payment_status="unpaid")
    for _ in range(2):
        await settle_session(session)
    assert (await kinds(asked)).count("payment.pending") == 1
    await asked.refresh_from_db()
    assert asked.status is RequestStatus.PENDING
    await settle_session(replace(session, payment_status="paid"))
    await settle_session(session)
    assert (await kinds(asked))[-1] == "payment.paid"


@pytest.mark.req("R-11")
async def test_money_that_never_comes_leaves_the_request_to_be_paid_again() -> None:
    asked = await a.payment_request()
    row = await a_session(asked)
    session = a.completed(asked, id=row.stripe_session_id, payment_status="unpaid")
    await settle_session(session, failed=True)
    await settle_session(session)
    await row.refresh_from_db()
    assert row.status is CheckoutStatus.CLOSED
    assert "payment.pending" not in await kinds(asked)


@pytest.mark.req("ESC-22")
@pytest.mark.parametrize("status", ["processing", "requires_action", "canceled"])
async def test_an_intent_that_did_not_succeed_is_no_money(status: str) -> None:
    asked = await a.payment_request()
    await settle_intent(a.captured(asked, status=status))
    assert not await EscrowPayment.exists()


@pytest.mark.req("ESC-22")
@pytest.mark.parametrize("metadata", [{}, {"payment_request_id": "x"}, {"payment_request_id": "0" * 32}])
async def test_news_of_nothing_of_ours_is_not_found(metadata: dict[str, str]) -> None:
    asked = await a.payment_request()
    with pytest.raises(NotFound):
        await settle_intent(a.captured(asked, metadata=metadata))
    assert not await EscrowPayment.exists()


async def a_session(asked: PaymentRequest) -> CheckoutSession:
    return await CheckoutSession.create(
        payment_request_id=asked.id,
        status=CheckoutStatus.OPEN,
        stripe_session_id="cs_1",
        url="https://checkout.example/cs_1",
        created_at=asked.created_at,
        expires_at=asked.expires_at,
    )
