"""What the buyer sees of his purchase."""

from typing import Any

from models.chat.tables import Conversation
from models.leads.access import bought
from models.leads.tables import LeadFeedback, LeadPurchase
from models.plain import stamp


def present_purchase(purchase: LeadPurchase, conversation: Conversation) -> dict[str, Any]:
    return bought(purchase, conversation) | {
        "lead_id": str(purchase.lead_id),
        "worker_id": str(purchase.worker_id),
        "outcome": purchase.outcome,
        "currency": "MXN",
        "client_response_at": stamp(purchase.client_response_at),
    }


def present_feedback(feedback: LeadFeedback) -> dict[str, Any]:
    return {
        "id": str(feedback.id),
        "was_legitimate": feedback.was_legitimate,
        "comment": feedback.comment,
        "created_at": stamp(feedback.created_at),
    }
