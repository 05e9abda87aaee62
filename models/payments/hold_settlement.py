"""What the verbs of a settlement share: who may touch it, and until when."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from models.db import current, find
from models.errors import NotFound
from models.payments.happened import both
from models.payments.hold_payment import HeldPayment, hold_payment
from models.payments.limits import latest_deadline
from models.payments.refusals import ChargebackOpen, EscrowNotHeld, PaymentPaused
from models.payments.settlements import SettlementNotOpen
from models.payments.stopped import has_released
from models.payments.tables import EscrowStatus, Settlement, SettlementStatus
from models.people.tables import User


async def hold_settlement(settlement_id: UUID, by: User) -> tuple[HeldPayment, Settlement]:
    """An offer that still waits, with the payment that guards it. Raises NotFound, SettlementNotOpen."""
    seen = await find(Settlement, id=settlement_id)
    held = await hold_payment(seen.payment_request_id)
    refuse_stranger(held, by)
    waiting = await find(Settlement, id=settlement_id)
    now = await current().now()
    if waiting.status is not SettlementStatus.PROPOSED or now >= waiting.expires_at:
        raise SettlementNotOpen(status=waiting.status)
    refuse_ended(held, now)
    return held, waiting


def refuse_stranger(held: HeldPayment, by: User) -> None:
    if by.id not in both(held.request):
        raise NotFound


def refuse_ended(held: HeldPayment, now: datetime) -> None:
    """The release wins at its instant, however late its timer runs (R-19); a dispute doesn't stand in the way."""
    escrow = held.escrow
    if escrow.chargeback_id is not None:
        raise ChargebackOpen
    if escrow.status is not EscrowStatus.HELD or now >= latest_deadline(escrow):
        raise EscrowNotHeld(status=escrow.status)
    if escrow.dispute_id is None and has_released(escrow, now):
        raise EscrowNotHeld(status=EscrowStatus.RELEASED)
    if escrow.paused_at is not None:
        raise PaymentPaused


def parts(held: HeldPayment, part: Decimal) -> dict[str, str]:
    return {"client_amount": str(part), "worker_amount": str(held.escrow.amount - part)}
