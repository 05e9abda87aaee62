from datetime import datetime
from decimal import Decimal
from uuid import UUID

from models.db import find, transaction
from models.payments.end_hold import end_hold
from models.payments.happened import all_happened
from models.payments.hold_payment import hold_payment
from models.payments.stopped import has_released
from models.payments.tables import EndedBy, EscrowPayment, EscrowStatus

NOTHING = Decimal(0)


async def release(escrow_id: UUID, *, at: datetime) -> None:
    """The held money becomes the handyman's, when it is confirmed, due and undisputed (ESC-13, R-14)."""
    seen = await find(EscrowPayment, id=escrow_id)
    async with transaction(at=at):
        held = await hold_payment(seen.payment_request_id)
        if is_releasable(held.escrow, at):
            told = await end_hold(held.request, held.escrow, held.wallet, client_part=NOTHING, by=EndedBy.RELEASE)
            await all_happened(held.request, held.conversation, *told)


def is_releasable(escrow: EscrowPayment, at: datetime) -> bool:
    return (
        escrow.status is EscrowStatus.HELD
        and escrow.dispute_id is None
        and escrow.chargeback_id is None
        and has_released(escrow, at)
    )
