from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from models.chat.tables import Conversation
from models.clock import MEXICO_CITY
from models.columns import new_id
from models.db import find, hold, hold_one, transaction
from models.errors import NotFound
from models.idempotency import claim
from models.payments.fee import service_fee
from models.payments.happened import happened
from models.payments.refusals import AmountOutOfBounds, ClientLeft, ClientNotAnswered, ServiceDateInPast
from models.payments.tables import PaymentRequest
from models.people.sessions import refuse_absent
from models.people.tables import User, UserStatus
from models.timers import schedule

LEAST, MOST = Decimal("10.00"), Decimal("500000.00")
"""Stripe takes no less in pesos; above it, a slip of the finger is likelier than a job."""
EXPIRES_AFTER = timedelta(days=14)


async def request(
    conversation_id: UUID,
    *,
    by: User,
    amount: Decimal,
    description: str,
    expected_service_date: date | None = None,
    key: str | None = None,
) -> PaymentRequest:
    """Ask the client for payment in the conversation; any number of times, each with its own escrow (ESC-15)."""
    body = [conversation_id, str(amount), description, expected_service_date]
    async with transaction() as tx:
        claimed = await claim(by.id, "payments.request", key, body)
        if claimed.is_replay:
            return await find(PaymentRequest, id=claimed.result_id)
        seen = await find(Conversation, id=conversation_id)
        # Both: a suspension of either ends what is asked for, and finds it.
        asker, client = await hold(User, by.id, seen.client_id)
        refuse_absent(asker)
        conversation = await hold_one(Conversation, conversation_id)
        now = await tx.now()
        refuse(conversation, by, client, amount, expected_service_date, now)
        asked = await PaymentRequest.create(
            id=new_id(),
            conversation_id=conversation.id,
            worker_id=by.id,
            client_id=conversation.client_id,
            amount=amount,
            fee=service_fee(amount),
            description=description,
            expected_service_date=expected_service_date,
            created_at=now,
            expires_at=now + EXPIRES_AFTER,
        )
        await schedule("payment.expire", asked.id, asked.expires_at)
        await claimed.remember(asked.id)
        await spread(asked, conversation)
    return asked


def refuse(
    conversation: Conversation, by: User, client: User, amount: Decimal, service_on: date | None, now: datetime
) -> None:
    if conversation.worker_id != by.id or conversation.deleted_at is not None:
        raise NotFound
    if conversation.contact_revealed_at is None:
        raise ClientNotAnswered
    if client.deleted_at is not None or client.status != UserStatus.ACTIVE:
        raise ClientLeft
    if not LEAST <= amount <= MOST:
        raise AmountOutOfBounds(least=str(LEAST), most=str(MOST))
    if service_on is not None and service_on < now.astimezone(MEXICO_CITY).date():
        raise ServiceDateInPast


async def spread(asked: PaymentRequest, conversation: Conversation) -> None:
    service_on = asked.expected_service_date
    await happened(
        "payment.requested",
        asked,
        conversation,
        by=asked.worker_id,
        to=(asked.client_id,),
        description=asked.description,
        expected_service_date=service_on.isoformat() if service_on else None,
        expires_at=asked.expires_at.isoformat(),
    )
