from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from models.db import transaction
from models.errors import NotFound
from models.payments.end_hold import end_hold, surroundings_of
from models.payments.happened import all_happened
from models.payments.hold_payment import hold_payments
from models.payments.stopped import has_released
from models.payments.tables import EndedBy, EscrowPayment, EscrowStatus
from models.timers import Due

NOTHING = Decimal(0)


async def release(escrow_id: UUID, *, at: datetime) -> None:
    """The held money becomes the handyman's, when it is confirmed, due and undisputed (ESC-13, R-14)."""
    await release_all([Due(escrow_id, at)])


async def release_all(due: Sequence[Due]) -> None:
    """The same for many, in one commit."""
    asked = await EscrowPayment.filter(id__in=[each.subject_id for each in due])
    requests = {escrow.id: escrow.payment_request_id for escrow in asked}
    if len(requests) != len(due):
        raise NotFound
    async with transaction(gathers=True) as tx:
        held = await hold_payments(*(requests[each.subject_id] for each in due))
        around = await surroundings_of(*held)
        for each, timer in zip(held, due, strict=True):
            if is_releasable(each.escrow, timer.at):
                with tx.living_at(timer.at):
                    told = await end_hold(
                        each.request,
                        each.escrow,
                        each.wallet,
                        client_part=NOTHING,
                        by=EndedBy.RELEASE,
                        around=around[each.request.id],
                    )
                    await all_happened(each.request, each.conversation, *told)


def is_releasable(escrow: EscrowPayment, at: datetime) -> bool:
    return (
        escrow.status is EscrowStatus.HELD
        and escrow.dispute_id is None
        and escrow.chargeback_id is None
        and has_released(escrow, at)
    )
