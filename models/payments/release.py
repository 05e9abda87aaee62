from datetime import datetime
from uuid import UUID

from models.chat.tables import Conversation
from models.db import find, hold_one, transaction
from models.payments.happened import happened
from models.payments.tables import EscrowPayment, EscrowStatus, PaymentRequest
from models.wallet.accounts import platform, wallet_of
from models.wallet.ledger import post
from models.wallet.tables import AccountKind, TransferKind, WalletTransactionType
from models.wallet.transactions import write_down


async def release(escrow_id: UUID, *, at: datetime) -> None:
    """The held money becomes the handyman's, when it is confirmed, due and undisputed (ESC-13, R-14)."""
    seen = await find(EscrowPayment, id=escrow_id)
    async with transaction(at=at):
        request = await hold_one(PaymentRequest, seen.payment_request_id)
        escrow = await hold_one(EscrowPayment, escrow_id)
        if not is_releasable(escrow, at):
            return
        await pay_out(request, escrow)
        conversation = await hold_one(Conversation, request.conversation_id)
        escrow.status, escrow.released_at = EscrowStatus.RELEASED, at
        await escrow.save(update_fields=["status", "released_at"])
        await happened("escrow.released", request, conversation, to=(request.worker_id,), escrow_id=str(escrow.id))


def is_releasable(escrow: EscrowPayment, at: datetime) -> bool:
    return (
        escrow.status is EscrowStatus.HELD
        and escrow.dispute_id is None
        and escrow.release_at is not None
        and at >= escrow.release_at
    )


async def pay_out(request: PaymentRequest, escrow: EscrowPayment) -> None:
    wallet = await wallet_of(request.worker_id)
    transfer = await post(
        TransferKind.ESCROW_RELEASED,
        f"escrow_released:{escrow.id}",
        [(await platform(AccountKind.ESCROW), -escrow.amount), (wallet.earnings, escrow.amount)],
    )
    await write_down(
        wallet,
        WalletTransactionType.PAYMENT_RECEIVED,
        escrow.amount,
        transfer=transfer,
        reference_id=escrow.id,
        description="payment.received",
    )
