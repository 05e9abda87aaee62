"""Money that Stripe has taken counts once: for its request, or, if that can't take it, to be given back."""

from decimal import Decimal

import structlog

from models.chat.tables import Conversation
from models.columns import new_id
from models.db import current
from models.notices.tell import tell
from models.outbox import record
from models.payments.clocks import stop_clocks
from models.payments.happened import Happening, all_happened, both
from models.payments.limits import start_limits
from models.payments.overdue_work import watch_work
from models.payments.suspension import paused
from models.payments.tables import EscrowPayment, PaymentRequest, ProviderRefund, RequestStatus
from models.people.suspended import any_suspended
from models.timers import cancel
from models.wallet.accounts import platform
from models.wallet.ledger import post
from models.wallet.tables import AccountKind, Transfer, TransferKind

log = structlog.get_logger()

CURRENCY = "mxn"


async def capture(
    request: PaymentRequest, conversation: Conversation, intent_id: str, amount: Decimal, currency: str
) -> str | None:
    """Book a capture; both rows are held. Returns what is wrong with it, for a human to see."""
    if currency != CURRENCY:
        log.error("capture.foreign", payment_request=str(request.id), payment_intent=intent_id, currency=currency)
        return f"FOREIGN_CURRENCY {currency}"
    if await Transfer.exists(cause=cause_of(intent_id)):
        return None
    if request.status is not RequestStatus.PENDING:
        # A session that outlived its request, or a second one: R-12.
        await owe_back(request, intent_id, amount, f"request_{request.status}")
        return None
    if amount != request.total:
        log.error("capture.mismatch", payment_request=str(request.id), payment_intent=intent_id)
        await owe_back(request, intent_id, amount, "amount_mismatch")
        return f"AMOUNT_MISMATCH {amount} for {request.total}"
    await take(request, conversation, intent_id)
    return None


def cause_of(intent_id: str) -> str:
    """Whatever becomes of a capture, it is one cause, which counts once (R-12)."""
    return f"capture:{intent_id}"


async def take(request: PaymentRequest, conversation: Conversation, intent_id: str) -> None:
    """The request is paid and its money held (ESC-05), even if it was about to be closed: payment wins."""
    now = await current().now()
    request.status = RequestStatus.PAID
    request.stripe_payment_intent_id = intent_id
    request.settled_at = now
    request.closing_as = request.closing_at = None
    await request.save(
        update_fields=["status", "stripe_payment_intent_id", "settled_at", "closing_as", "closing_at"]
    )
    escrow = await EscrowPayment.create(
        id=new_id(), payment_request_id=request.id, amount=request.amount, created_at=now
    )
    await post(
        TransferKind.ESCROW_FUNDED,
        cause_of(intent_id),
        [
            (await platform(AccountKind.CLEARING), -request.total),
            (await platform(AccountKind.ESCROW), request.amount),
            (await platform(AccountKind.REVENUE), request.fee),
        ],
    )
    await cancel(request.id, "payment.expire")
    await start_limits(escrow)
    more = {"escrow_id": str(escrow.id)}
    told = [Happening("payment.paid", both(request), request.client_id, more=more)]
    if await any_suspended(*both(request)):
        await stop_clocks(escrow)
        told.append(paused(request, escrow))
    else:
        await watch_work(request, escrow)
    await all_happened(request, conversation, *told)


async def owe_back(request: PaymentRequest, intent_id: str, amount: Decimal, reason: str) -> None:
    """Book what no request could take, and intend its refund in full (R-12)."""
    await post(
        TransferKind.CAPTURE_UNAPPLIED,
        cause_of(intent_id),
        [
            (await platform(AccountKind.CLEARING), -amount),
            (await platform(AccountKind.UNAPPLIED), amount),
        ],
    )
    owed = await ProviderRefund.create(
        id=new_id(),
        payment_request_id=request.id,
        stripe_payment_intent_id=intent_id,
        amount=amount,
        reason=reason,
        created_at=await current().now(),
    )
    facts = {"payment_request_id": str(request.id), "amount": str(amount), "currency": "MXN"}
    await tell(request.client_id, "payment.returned", conversation_id=str(request.conversation_id), **facts)
    await record("refund.intended", provider_refund_id=str(owed.id))
