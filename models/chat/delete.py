"""Delete a conversation: hidden from both, kept for support (CHAT-23, R-30)."""

from dataclasses import dataclass
from uuid import UUID

from models.chat.tables import Conversation, FlaggedConversation, FlagStatus
from models.db import find, transaction
from models.errors import Conflict, NotFound
from models.leads import refund_clock
from models.leads.refund import Outcome, hold_purchases, refund_abandoned
from models.payments.tables import EscrowPayment, EscrowStatus, PaymentRequest, RequestStatus
from models.people.tables import User


class RefundOpen(Conflict):
    """The handyman's money may still come back; then there is nothing left to wait for (R-05)."""


class ConversationInUse(Conflict):
    """Money, a dispute or a report hangs on it. It doesn't say which: a report is known to staff only (R-27)."""


@dataclass(frozen=True, slots=True)
class ConversationDeleted:
    """Announced after the commit."""

    conversation_id: UUID
    client_id: UUID
    worker_id: UUID


async def delete(by: User, conversation_id: UUID) -> None:
    purchase_id = (await find(Conversation, id=conversation_id)).purchase_id
    async with transaction() as tx:
        [held] = await hold_purchases(purchase_id)
        conversation, now = held.conversation, await tx.now()
        if by.id not in {conversation.client_id, conversation.worker_id} or conversation.deleted_at is not None:
            raise NotFound
        if by.id == conversation.worker_id and refund_clock.is_open(held.purchase, conversation, now):
            raise RefundOpen
        await refuse_in_use(conversation_id)
        if by.id == conversation.client_id:
            await refund_abandoned(held, Outcome.DELETED)
        conversation.deleted_at = now
        conversation.deleted_by_id = by.id
        await conversation.save(update_fields=["deleted_at", "deleted_by_id"])
        tx.announce(ConversationDeleted(conversation_id, conversation.client_id, conversation.worker_id))


async def refuse_in_use(conversation_id: UUID) -> None:
    """Payments, disputes and reports begin under the conversation's lock, so none can slip in between."""
    if (
        await PaymentRequest.filter(conversation_id=conversation_id, status=RequestStatus.PENDING).exists()
        or await EscrowPayment.filter(
            payment_request__conversation_id=conversation_id, status=EscrowStatus.HELD
        ).exists()
        or await FlaggedConversation.filter(
            conversation_id=conversation_id, status__in=[FlagStatus.PENDING, FlagStatus.UNDER_REVIEW]
        ).exists()
    ):
        raise ConversationInUse
