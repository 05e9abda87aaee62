"""Why a payment's verb won't, and the order in which that is said."""

from datetime import datetime

from models.errors import Conflict, Refused
from models.payments.tables import EscrowPayment, EscrowStatus, PaymentRequest, RequestStatus


class ClientNotAnswered(Refused):
    """Payment only after the client's first answer (R-06)."""


class ClientLeft(Conflict):
    """The account was closed or suspended: nobody is there to pay."""


class AmountOutOfBounds(Refused):
    pass


class ServiceDateInPast(Refused):
    pass


class PaymentRequestNotPending(Conflict):
    """Paid, declined, cancelled or expired before, or about to be."""


class PaymentUnderWay(Conflict):
    """The payer is done, the money is not here yet (R-11): a second payment would be one too many."""


class PaymentRequestNotPaid(Conflict):
    pass


class NotMarkedComplete(Refused):
    """The handyman says first that the work is done."""


class AlreadyMarkedComplete(Conflict):
    pass


class AlreadyConfirmed(Conflict):
    pass


class EscrowNotHeld(Conflict):
    """Released or refunded."""


class DisputeOpen(Conflict):
    """Until the dispute is resolved, the payment stays as it is (ESC-16)."""


class ChargebackOpen(Conflict):
    """The client's bank is deciding about this payment (R-15)."""


class PaymentPaused(Conflict):
    """One of the two is suspended: an admin decides about what is held (R-16)."""


def refuse_settled(request: PaymentRequest, now: datetime) -> None:
    """A request past its expiry has expired, however late its timer runs (R-19)."""
    if request.status is not RequestStatus.PENDING:
        raise PaymentRequestNotPending(status=request.status)
    if request.closing_as is not None:
        raise PaymentRequestNotPending(status=request.closing_as)
    if now >= request.expires_at:
        raise PaymentRequestNotPending(status=RequestStatus.EXPIRED)


def refuse_unheld(escrow: EscrowPayment) -> None:
    if escrow.status is not EscrowStatus.HELD:
        raise EscrowNotHeld(status=escrow.status)
    if escrow.chargeback_id is not None:
        raise ChargebackOpen
    if escrow.dispute_id is not None:
        raise DisputeOpen(dispute_id=str(escrow.dispute_id))
