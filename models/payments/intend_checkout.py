from datetime import datetime, timedelta
from uuid import UUID

from models.columns import new_id
from models.db import find, hold_one, transaction
from models.errors import NotFound
from models.idempotency import claim
from models.payments.refusals import PaymentUnderWay, refuse_settled
from models.payments.tables import CheckoutSession, CheckoutStatus, PaymentRequest
from models.people.tables import User
from models.timers import schedule

LIFETIME = timedelta(hours=1)
"""Of a session, in business time; then it is closed at Stripe, where its own clock gives it 24 hours."""
LIVE = (CheckoutStatus.INTENDED, CheckoutStatus.OPEN)


class SessionRanOut(Exception):
    """The live session is past its lifetime and has to be closed at Stripe before the next one (R-12)."""

    def __init__(self, row: CheckoutSession) -> None:
        super().__init__(row.id)
        self.row = row


async def intend_checkout(
    request_id: UUID, *, by: User, key: str | None = None
) -> tuple[PaymentRequest, CheckoutSession]:
    """Write the one live session of this request before Stripe is asked, or find it."""
    async with transaction() as tx:
        claimed = await claim(by.id, "payments.pay", key, [request_id])
        request = await hold_one(PaymentRequest, request_id)
        if request.client_id != by.id:
            raise NotFound
        if claimed.is_replay:
            return request, await find(CheckoutSession, id=claimed.result_id)
        now = await tx.now()
        refuse_settled(request, now)
        row = await live_session(request.id) or await begin(request, now)
        if now >= row.expires_at:
            raise SessionRanOut(row)
        await claimed.remember(row.id)
    return request, row


async def live_session(request_id: UUID) -> CheckoutSession | None:
    return await CheckoutSession.get_or_none(payment_request_id=request_id, status__in=LIVE)


async def begin(request: PaymentRequest, now: datetime) -> CheckoutSession:
    if await CheckoutSession.exists(payment_request_id=request.id, status=CheckoutStatus.COMPLETED):
        raise PaymentUnderWay
    row = await CheckoutSession.create(
        id=new_id(), payment_request_id=request.id, created_at=now, expires_at=now + LIFETIME
    )
    await schedule("checkout.expire", row.id, row.expires_at)
    return row
