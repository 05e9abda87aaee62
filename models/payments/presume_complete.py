from datetime import datetime
from uuid import UUID

from models.chat.tables import Conversation
from models.db import find, hold_one, transaction
from models.payments.confirm_complete import escrow_release, start_hold
from models.payments.happened import both, happened
from models.payments.stopped import has_presumed
from models.payments.tables import EscrowPayment, EscrowStatus, PaymentRequest


async def presume_complete(escrow_id: UUID, *, at: datetime) -> None:
    """Seven days of the client's silence confirm the work; the five days begin then (ESC-14)."""
    seen = await find(EscrowPayment, id=escrow_id)
    async with transaction(at=at):
        request = await hold_one(PaymentRequest, seen.payment_request_id)
        escrow = await hold_one(EscrowPayment, escrow_id)
        conversation = await hold_one(Conversation, request.conversation_id)
        if not is_silent(escrow, at):
            return
        escrow.is_presumed = True
        await start_hold(escrow, at)
        await happened(
            "service.presumed_complete",
            request,
            conversation,
            to=both(request),
            escrow_id=str(escrow.id),
            release_at=escrow_release(escrow),
        )


def is_silent(escrow: EscrowPayment, at: datetime) -> bool:
    return (
        escrow.status is EscrowStatus.HELD
        and escrow.dispute_id is None
        and escrow.chargeback_id is None
        and escrow.completion_confirmed_at is None
        and has_presumed(escrow, at)
    )
