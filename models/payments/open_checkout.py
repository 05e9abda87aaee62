from datetime import timedelta

from models import fault
from models.clock import business_now
from models.payments.provider import Provider, Session
from models.payments.settle import settle_refused, settle_session
from models.payments.tables import CheckoutSession, PaymentRequest
from settings import settings

LONGEST_NAME = 250
KEYS_TRUSTED_FOR = timedelta(hours=20)
"""Stripe forgets idempotency keys after 24 hours (R-17)."""


async def open_checkout(request: PaymentRequest, row: CheckoutSession, provider: Provider) -> CheckoutSession:
    """Ask for the session that `row` intends, and settle. Asked again, Stripe answers with the same one."""
    session = None
    if await business_now() - row.created_at > KEYS_TRUSTED_FOR:
        session = await provider.find_checkout({"checkout_session_id": str(row.id)}, since=row.created_at)
    fault.passes("after-intend", "checkout")
    try:
        session = session or await _create(request, row, provider)
    except provider.RefusedError:
        await settle_refused(row.id)
        raise
    fault.passes("after-call", "checkout")
    await settle_session(session)
    await row.refresh_from_db()
    return row


async def _create(request: PaymentRequest, row: CheckoutSession, provider: Provider) -> Session:
    """Everything said follows from rows that don't change, so that a repeat is the same call (R-17)."""
    lines = [(request.description[:LONGEST_NAME], request.amount)]
    if request.fee:
        lines.append(("Tarifa de servicio", request.fee))
    home = settings().public_url
    return await provider.create_checkout(
        key=str(row.id),
        amount=request.total,
        line_items=lines,
        success_url=f"{home}/payment/success?session_id={{CHECKOUT_SESSION_ID}}",
        cancel_url=f"{home}/payment/cancel",
        metadata={
            "payment_request_id": str(request.id),
            "checkout_session_id": str(row.id),
            "worker_id": str(request.worker_id),
            "client_id": str(request.client_id),
        },
    )
