import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from models.chat.tables import Message
from models.clock import MEXICO_CITY, business_now
from models.engine_tables import OutboxRow, Timer
from models.errors import IdempotencyKeyReused, NotFound
from models.notices.tables import Notice
from models.payments.refusals import AmountOutOfBounds, ClientNotAnswered, ServiceDateInPast
from models.payments.request import request
from models.payments.tables import PaymentRequest
from settings import settings
from tests import a

pytestmark = pytest.mark.usefixtures("database")

FACTS = {"amount": "1000.00", "fee": "30.00", "total": "1030.00", "currency": "MXN"}


@pytest.mark.req("ESC-01", "ESC-03", "R-13")
async def test_a_request_stands_in_the_conversation_and_the_client_is_told() -> None:
    talk = await a.talk()
    asked = await a.payment_request(talk)
    row = await Message.filter(conversation_id=talk.id).order_by("-seq").first()
    assert row is not None
    assert row.event is not None
    assert row.event["kind"] == "payment.requested"
    assert FACTS.items() <= row.event.items()
    assert row.sender_id == talk.worker_id
    [notice] = await Notice.filter(kind="payment.requested")
    assert notice.user_id == talk.client_id
    assert FACTS.items() <= notice.facts.items()
    [event] = await OutboxRow.filter(event="payment.requested")
    assert event.facts["client_id"] == str(talk.client_id)
    assert event.facts["conversation_id"] == str(talk.id)
    timer = await Timer.get(kind="payment.expire", subject_id=asked.id)
    assert timer.due_at == asked.created_at + timedelta(days=14)


@pytest.mark.req("R-13")
async def test_the_fee_stays_what_it_was_when_the_request_was_made(environment: pytest.MonkeyPatch) -> None:
    asked = await a.payment_request()
    environment.setenv("SERVICE_FEE_BASIS_POINTS", "900")
    settings.cache_clear()
    await asked.refresh_from_db()
    assert asked.total == Decimal("1030.00")


@pytest.mark.req("R-06")
async def test_before_the_clients_answer_there_is_nothing_to_pay() -> None:
    bought = await a.purchase()
    with pytest.raises(ClientNotAnswered):
        await a.payment_request(bought.conversation)
    assert not await PaymentRequest.exists()
    assert not await Timer.exists(kind="payment.expire")


@pytest.mark.req("ESC-01")
@pytest.mark.parametrize("amount", ["9.99", "500000.01", "0.00"])
async def test_too_little_and_too_much_are_refused(amount: str) -> None:
    with pytest.raises(AmountOutOfBounds):
        await a.payment_request(amount=Decimal(amount))


@pytest.mark.req("ESC-01")
async def test_the_service_is_today_or_later() -> None:
    today = (await business_now()).astimezone(MEXICO_CITY).date()
    talk = await a.talk()
    with pytest.raises(ServiceDateInPast):
        await a.payment_request(talk, expected_service_date=today - timedelta(days=1))
    assert (await a.payment_request(talk, expected_service_date=today)).expected_service_date == today


@pytest.mark.req("ESC-01")
async def test_only_the_handyman_of_the_conversation_may_ask() -> None:
    talk = await a.talk()
    client, _ = await a.sides(talk)
    for stranger in (client, await a.worker()):
        with pytest.raises(NotFound):
            await request(talk.id, by=stranger, amount=Decimal(100), description="Visita")


@pytest.mark.req("R-24")
async def test_a_resend_is_the_first_request_and_another_body_under_its_key_is_refused() -> None:
    talk = await a.talk()
    twins = await asyncio.gather(*(a.payment_request(talk, key="k") for _ in range(5)))
    assert len({twin.id for twin in twins}) == 1
    assert await PaymentRequest.all().count() == 1
    with pytest.raises(IdempotencyKeyReused):
        await a.payment_request(talk, key="k", amount=Decimal(999))


@pytest.mark.req("ESC-15")
async def test_a_conversation_takes_several_requests_at_once() -> None:
    talk = await a.talk()
    asked = await asyncio.gather(*(a.payment_request(talk) for _ in range(4)))
    assert len({each.id for each in asked}) == 4
    seqs = await Message.filter(conversation_id=talk.id).order_by("seq").values_list("seq", flat=True)
    assert seqs == list(range(1, len(seqs) + 1))
