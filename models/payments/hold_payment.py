"""Everything that belongs to a held payment, locked in R-21's order."""

from dataclasses import dataclass
from uuid import UUID

from models.chat.tables import Conversation
from models.db import hold_one
from models.disputes.tables import Dispute, DisputeStatus
from models.payments.confirm_complete import hold_escrow
from models.payments.tables import EscrowPayment, PaymentRequest
from models.wallet.accounts import Wallet, wallet_of


@dataclass(frozen=True, slots=True)
class HeldPayment:
    request: PaymentRequest
    escrow: EscrowPayment
    dispute: Dispute | None
    """The one that freezes it."""
    wallet: Wallet
    conversation: Conversation


async def hold_payment(request_id: UUID) -> HeldPayment:
    """For verbs that may end the hold. Raises NotFound, PaymentRequestNotPaid."""
    request = await hold_one(PaymentRequest, request_id)
    escrow = await hold_escrow(request)
    dispute = await hold_one(Dispute, escrow.dispute_id) if escrow.dispute_id else None
    wallet = await wallet_of(request.worker_id)
    return HeldPayment(request, escrow, dispute, wallet, await hold_one(Conversation, request.conversation_id))


def is_open(dispute: Dispute) -> bool:
    return dispute.status is not DisputeStatus.RESOLVED
