"""What staff need beside a dispute: who, what for, how far, and what they wrote for each other (DIS-09)."""

from datetime import datetime
from typing import Any

from models.chat.tables import Conversation, Message, MessageType
from models.clock import business_now
from models.disputes.tables import Dispute, DisputeNote
from models.payments.access import stage_of
from models.payments.tables import EscrowPayment, PaymentRequest
from models.people.tables import User


async def case_of(dispute: Dispute, escrow: EscrowPayment) -> dict[str, Any]:
    request = await PaymentRequest.get(id=escrow.payment_request_id)
    conversation = await Conversation.get(id=request.conversation_id)
    client, worker = await User.get(id=request.client_id), await User.get(id=request.worker_id)
    return {
        "conversation_id": str(conversation.id),
        "lead_id": str(conversation.lead_id),
        "client": await party(client, conversation),
        "worker": await party(worker, conversation),
        "service": request.description,
        "service_date": request.expected_service_date,
        "amount": request.amount,
        "fee": request.fee,
        "currency": "MXN",
        "payment_stage": stage_of(request, escrow),
        "hold_day": hold_day(escrow, await business_now()),
        "notes": [present_note(note) for note in await DisputeNote.filter(dispute_id=dispute.id).order_by("id")],
    }


async def party(user: User, conversation: Conversation) -> dict[str, Any]:
    """With how to reach them, and when they last wrote (DIS-10)."""
    said = Message.filter(conversation_id=conversation.id, sender_id=user.id)
    last = await said.exclude(message_type=MessageType.EVENT).order_by("-seq").first()
    return {
        "id": str(user.id),
        "full_name": user.full_name,
        "email": user.email,
        "phone": user.phone,
        "status": user.status.value,
        "last_wrote_at": last and last.created_at,
    }


def hold_day(escrow: EscrowPayment, now: datetime) -> int | None:
    """Which of the five days since the confirmation (C46)."""
    if escrow.completion_confirmed_at is None:
        return None
    return min(5, (now - escrow.completion_confirmed_at).days + 1)


def present_note(note: DisputeNote) -> dict[str, Any]:
    return {
        "id": str(note.id),
        "author": str(note.author_id),
        "body": note.body,
        "created_at": note.created_at,
    }
