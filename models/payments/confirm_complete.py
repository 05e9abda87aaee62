"""Both sides say that the work is done (ESC-07, ESC-08): first the handyman, then the client."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from models.chat.tables import Conversation
from models.db import current, find, hold, hold_one, transaction
from models.errors import Malformed, NotFound
from models.idempotency import claim
from models.payments.completion_photos import attach_photos, photos_shown
from models.payments.happened import happened
from models.payments.refusals import (
    AlreadyConfirmed,
    AlreadyMarkedComplete,
    NotMarkedComplete,
    PaymentRequestNotPaid,
    refuse_unheld,
)
from models.payments.stopped import has_presumed, is_stopped
from models.payments.tables import EscrowPayment, PaymentRequest
from models.people.tables import User
from models.timers import cancel, schedule

PRESUMED_AFTER = timedelta(days=7)
HELD_FOR = timedelta(days=5)
"""120 hours from the confirmation, to the millisecond (C16)."""


async def confirm_complete(
    request_id: UUID, *, by: User, photos: Sequence[UUID] = (), key: str | None = None
) -> PaymentRequest:
    """Say, as the one you are in this payment, that the work is done; the handyman may show photos."""
    seen = await find(PaymentRequest, id=request_id)
    async with transaction():
        claimed = await claim(by.id, "payments.confirm_complete", key, [request_id, list(photos)])
        if by.id not in (seen.client_id, seen.worker_id):
            raise NotFound
        if claimed.is_replay:
            return seen
        request = await hold_one(PaymentRequest, request_id)
        escrow = await hold_escrow(request)
        conversation = await hold_one(Conversation, request.conversation_id)
        if by.id == request.worker_id:
            await mark_complete(request, escrow, conversation, photos)
        else:
            await confirm(request, escrow, conversation, photos)
        await claimed.remember(request.id)
    return request


async def hold_escrow(request: PaymentRequest) -> EscrowPayment:
    return (await hold_escrows(request))[0]


async def hold_escrows(*requests: PaymentRequest) -> list[EscrowPayment]:
    """Raises PaymentRequestNotPaid when a request has none."""
    rows = await EscrowPayment.filter(payment_request_id__in=[request.id for request in requests])
    of = {row.payment_request_id: row.id for row in rows}
    for request in requests:
        if request.id not in of:
            raise PaymentRequestNotPaid(status=request.status)
    return await hold(EscrowPayment, *(of[request.id] for request in requests))


async def mark_complete(
    request: PaymentRequest, escrow: EscrowPayment, conversation: Conversation, photos: Sequence[UUID]
) -> None:
    refuse_unheld(escrow)
    if escrow.completion_confirmed_by_worker:
        raise AlreadyMarkedComplete
    await attach_photos(escrow, request.worker_id, photos)
    now = await current().now()
    escrow.completion_confirmed_by_worker, escrow.worker_confirmed_at = True, now
    escrow.presumed_at = now + PRESUMED_AFTER
    await escrow.save(update_fields=["completion_confirmed_by_worker", "worker_confirmed_at", "presumed_at"])
    if escrow.paused_at is None:
        await schedule("payment.presume_complete", escrow.id, escrow.presumed_at)
    await cancel(escrow.id, "service.redo", "service.remind", "service.ask", "service.escalate")
    await happened(
        "service.marked_complete",
        request,
        conversation,
        by=request.worker_id,
        to=(request.client_id,),
        escrow_id=str(escrow.id),
        photos=photos_shown(photos),
        presumed_at=escrow.presumed_at.isoformat(),
    )


async def confirm(
    request: PaymentRequest, escrow: EscrowPayment, conversation: Conversation, photos: Sequence[UUID]
) -> None:
    if photos:
        raise Malformed("Photos of the work come from the handyman", field="photos")
    refuse_unheld(escrow)
    now = await current().now()
    if escrow.worker_confirmed_at is None:
        raise NotMarkedComplete
    # Past the seventh day the client's silence has spoken, however late its timer runs.
    if escrow.completion_confirmed_at is not None or has_presumed(escrow, now):
        raise AlreadyConfirmed
    escrow.completion_confirmed_by_client = True
    await start_hold(escrow, now)
    await happened(
        "service.confirmed",
        request,
        conversation,
        by=request.client_id,
        to=(request.worker_id,),
        escrow_id=str(escrow.id),
        release_at=escrow_release(escrow),
    )


async def start_hold(escrow: EscrowPayment, confirmed_at: datetime) -> None:
    """The five days begin (ESC-09)."""
    escrow.completion_confirmed_at, escrow.release_at = confirmed_at, confirmed_at + HELD_FOR
    await escrow.save(
        update_fields=[
            "completion_confirmed_by_client",
            "is_presumed",
            "completion_confirmed_at",
            "release_at",
        ]
    )
    await cancel(escrow.id, "payment.presume_complete")
    if not is_stopped(escrow, escrow.release_at):
        await schedule("escrow.release", escrow.id, escrow.release_at)


def escrow_release(escrow: EscrowPayment) -> str | None:
    return escrow.release_at.isoformat() if escrow.release_at else None
