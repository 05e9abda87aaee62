"""Everything that belongs to a held payment, locked in R-21's order."""

from dataclasses import dataclass
from uuid import UUID

from models.chat.tables import Conversation
from models.db import hold
from models.disputes.tables import Dispute, DisputeStatus
from models.payments.confirm_complete import hold_escrows
from models.payments.tables import EscrowPayment, PaymentRequest
from models.wallet.accounts import Wallet, wallets_of


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
    return (await hold_payments(request_id))[0]


async def hold_payments(*request_ids: UUID) -> list[HeldPayment]:
    """The same for many, in the order of `request_ids`."""
    requests = await hold(PaymentRequest, *request_ids)
    escrows = await hold_escrows(*requests)
    frozen = [escrow.dispute_id for escrow in escrows if escrow.dispute_id]
    disputes = {dispute.id: dispute for dispute in await hold(Dispute, *frozen)} if frozen else {}
    wallets = await wallets_of(*(request.worker_id for request in requests))
    conversations = await hold(Conversation, *(request.conversation_id for request in requests))
    return [
        HeldPayment(
            request, escrow, disputes[escrow.dispute_id] if escrow.dispute_id else None, wallet, conversation
        )
        for request, escrow, wallet, conversation in zip(requests, escrows, wallets, conversations, strict=True)
    ]


def is_open(dispute: Dispute) -> bool:
    return dispute.status is not DisputeStatus.RESOLVED
