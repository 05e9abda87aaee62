"""What the buyer sees of his purchase."""

from typing import Any

from models.chat.tables import Conversation
from models.leads.tables import LeadFeedback, LeadPurchase
from models.people.tables import User
from models.plain import pesos, stamp


def present_purchase(purchase: LeadPurchase, conversation: Conversation) -> dict[str, Any]:
    return {
        "id": str(purchase.id),
        "lead_id": str(purchase.lead_id),
        "worker_id": str(purchase.worker_id),
        "conversation_id": str(conversation.id),
        "status": purchase.status.value,
        "outcome": purchase.outcome,
        "purchase_amount": pesos(purchase.purchase_amount),
        "currency": "MXN",
        "is_free": purchase.is_free,
        "purchased_at": stamp(purchase.purchased_at),
        "refund_eligible_until": stamp(purchase.refund_eligible_until),
        "client_responded": purchase.client_responded,
        "client_response_at": stamp(purchase.client_response_at),
        "refunded_at": stamp(purchase.refunded_at),
    }


async def present_conversation(conversation: Conversation) -> dict[str, Any]:
    client = await User.get(id=conversation.client_id)
    return {
        "id": str(conversation.id),
        "lead_id": str(conversation.lead_id),
        "last_seq": conversation.last_seq,
        "contact": conversation.contact or {"first_name": client.first_name},
    }


def present_feedback(feedback: LeadFeedback) -> dict[str, Any]:
    return {
        "id": str(feedback.id),
        "was_legitimate": feedback.was_legitimate,
        "comment": feedback.comment,
        "created_at": stamp(feedback.created_at),
    }
