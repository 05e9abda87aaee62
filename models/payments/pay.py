from uuid import UUID

from models.payments.close_checkout import close_checkout
from models.payments.intend_checkout import SessionRanOut, intend_checkout
from models.payments.open_checkout import open_checkout
from models.payments.provider import Provider
from models.payments.refusals import PaymentRequestNotPending
from models.payments.tables import CheckoutSession, CheckoutStatus
from models.people.tables import User


async def pay(request_id: UUID, *, by: User, provider: Provider, key: str | None = None) -> CheckoutSession:
    """The page where the client pays: a live session, made or used again (C22). Intend, call, settle."""
    try:
        request, row = await intend_checkout(request_id, by=by, key=key)
    except SessionRanOut as ran_out:
        await close_checkout(ran_out.row.id, provider)
        request, row = await intend_checkout(request_id, by=by, key=key)
    if row.status is CheckoutStatus.INTENDED:
        row = await open_checkout(request, row, provider)
    if row.url is None:
        await request.refresh_from_db()
        raise PaymentRequestNotPending(status=request.closing_as or request.status)
    return row
