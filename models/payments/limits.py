"""How long money can be held at all (R-14): alarm at 60 days, last decisions by 80, over at 85 (C21)."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import structlog

from models.admin.tell_staff import DESK, tell_staff
from models.db import find, transaction
from models.disputes.close import close_dispute
from models.disputes.tables import ResolutionType
from models.engine_tables import Timer
from models.outbox import record
from models.payments.end_hold import end_hold
from models.payments.happened import all_happened
from models.payments.hold_payment import HeldPayment, hold_payment
from models.payments.tables import EndedBy, EscrowPayment, EscrowStatus
from models.timers import schedule

log = structlog.get_logger()

ALARM_AFTER = timedelta(days=60)
DECIDED_WITHIN = timedelta(days=80)
HELD_AT_MOST = timedelta(days=85)
"""Stripe holds for 90."""


async def start_limits(escrow: EscrowPayment) -> None:
    await schedule("escrow.alarm", escrow.id, escrow.created_at + ALARM_AFTER)
    await schedule("escrow.limit", escrow.id, escrow.created_at + HELD_AT_MOST)


def latest_deadline(escrow: EscrowPayment) -> datetime:
    """By when whatever is agreed on or decided has to be done."""
    return escrow.created_at + DECIDED_WITHIN


async def sound_alarm(escrow_id: UUID, *, at: datetime) -> None:
    """For operators: somebody has to look why this is still held."""
    async with transaction(at=at):
        escrow = await find(EscrowPayment, id=escrow_id)
        is_due = escrow.status is EscrowStatus.HELD and at >= escrow.created_at + ALARM_AFTER
        # said before: its timer went with the saying
        if is_due and await Timer.filter(kind="escrow.alarm", subject_id=escrow_id).delete():
            log.error("escrow.held_for_sixty_days", escrow=str(escrow_id))
            await record("escrow.held_long", escrow_id=str(escrow_id))
            await tell_staff("desk.held_long", *DESK, payment_request_id=str(escrow.payment_request_id))


async def end_at_limit(escrow_id: UUID, *, at: datetime) -> None:
    """What was confirmed and is undisputed becomes the handyman's; all else goes back in full."""
    seen = await find(EscrowPayment, id=escrow_id)
    async with transaction(at=at):
        held = await hold_payment(seen.payment_request_id)
        escrow = held.escrow
        # what the client's bank has taken isn't there to be given: the limit comes again when it has decided
        is_held = escrow.status is EscrowStatus.HELD and escrow.chargeback_id is None
        if not is_held or at < escrow.created_at + HELD_AT_MOST:
            return
        is_earned = escrow.completion_confirmed_at is not None and held.dispute is None
        client_part = Decimal(0) if is_earned else escrow.amount
        await close_at_limit(held)
        told = await end_hold(held.request, escrow, held.wallet, client_part=client_part, by=EndedBy.LIMIT)
        await all_happened(held.request, held.conversation, *told)


async def close_at_limit(held: HeldPayment) -> None:
    if held.dispute is not None:
        await close_dispute(
            held.dispute,
            ResolutionType.FULL_REFUND,
            resolution="limit",
            refund_amount=held.escrow.amount,
        )
