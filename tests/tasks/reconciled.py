"""Reconciling in a test: time passes, one look, and what it left."""

from datetime import timedelta

from integrations import payments as stripe
from integrations.sandbox import move_clock
from models.audit import audit
from models.clock import business_now, real_now
from models.payments.pay import pay
from models.payments.settle import settle_session
from models.payments.tables import CheckoutSession, PaymentRequest, ProviderRefund, RequestStatus
from models.reconciling.findings import open_findings
from models.reconciling.tables import ReconciliationRun
from tasks.outbox import drain
from tasks.reconciling.run import reconcile
from tests import a
from tests.moment import stand_still_at
from tests.outside import Outside

DAY = timedelta(days=1)


async def later(minutes: float = 15) -> None:
    """Long enough for what is on its way to have come; at Stripe it is as late as here."""
    now = await business_now() + timedelta(minutes=minutes)
    await stand_still_at(now)
    await move_clock(now - real_now())


async def look() -> ReconciliationRun:
    await later()
    run = await reconcile()
    assert run is not None
    await drain()
    assert run.error is None
    assert await audit() == []
    return run


async def problems() -> list[tuple[str, str]]:
    return [(found.problem, found.about) for found in await open_findings()]


async def page(asked: PaymentRequest) -> CheckoutSession:
    return await pay(asked.id, by=(await a.sides(asked))[0], provider=stripe)


async def paid_at_stripe(outside: Outside, asked: PaymentRequest) -> str:
    """Paid, and nobody told us."""
    return str((await outside.pay(str((await page(asked)).url)))["payment_intent"])


async def status_of(asked: PaymentRequest) -> RequestStatus:
    return (await PaymentRequest.get(id=asked.id)).status


async def owed_back(outside: Outside) -> ProviderRefund:
    """A payment that came too late for its request, and its refund intended."""
    asked = await a.payment_request()
    intent = await paid_at_stripe(outside, asked)
    await PaymentRequest.filter(id=asked.id).update(
        status=RequestStatus.CANCELLED, settled_at=await business_now()
    )
    session = await stripe.find_checkout({"payment_request_id": str(asked.id)}, since=asked.created_at - DAY)
    assert session is not None
    await settle_session(session)
    return await ProviderRefund.get(stripe_payment_intent_id=intent)
