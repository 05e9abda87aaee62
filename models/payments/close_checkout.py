from contextlib import suppress
from uuid import UUID

from models.db import find
from models.payments.finish_closing import finish_closing
from models.payments.intend_checkout import live_session
from models.payments.open_checkout import open_checkout
from models.payments.provider import Provider
from models.payments.settle import settle_refused, settle_session
from models.payments.tables import CheckoutSession, CheckoutStatus, PaymentRequest


async def close_checkout(session_id: UUID, provider: Provider) -> None:
    """Close a live session at Stripe, then whatever waited for that (R-12); any number of times.

    An intended session may exist there without our knowing its name: asking again with its key tells.
    """
    row = await find(CheckoutSession, id=session_id)
    request = await find(PaymentRequest, id=row.payment_request_id)
    if row.status is CheckoutStatus.INTENDED:
        with suppress(provider.RefusedError):
            row = await open_checkout(request, row, provider)
    if row.status is CheckoutStatus.OPEN and row.stripe_session_id is not None:
        try:
            await settle_session(await provider.expire_checkout(row.stripe_session_id))
        except provider.NotFoundError:
            await settle_refused(row.id)
    await finish_closing(request.id)


async def close_live_checkout(request_id: UUID, provider: Provider) -> None:
    live = await live_session(request_id)
    if live is not None:
        await close_checkout(live.id, provider)
