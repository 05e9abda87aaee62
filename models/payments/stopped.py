"""Whether a moment has come for a hold whose clocks may stand still (R-16); however late its timer runs (R-19)."""

from datetime import datetime

from models.payments.tables import EscrowPayment


def is_stopped(escrow: EscrowPayment, at: datetime) -> bool:
    return escrow.paused_at is not None and at > escrow.paused_at


def has_released(escrow: EscrowPayment, now: datetime) -> bool:
    """The release wins at its instant; a dispute or a bank that stands in the way is the caller's to see."""
    return _has_come(escrow, escrow.release_at, now)


def has_presumed(escrow: EscrowPayment, now: datetime) -> bool:
    return _has_come(escrow, escrow.presumed_at, now)


def _has_come(escrow: EscrowPayment, due_at: datetime | None, now: datetime) -> bool:
    return due_at is not None and now >= due_at and not is_stopped(escrow, due_at)
