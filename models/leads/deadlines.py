"""What will happen to a purchase by itself, and when: for the conversation's countdowns (REF-05)."""

from datetime import datetime
from typing import Any

from models.chat.tables import Conversation
from models.leads import refund_clock
from models.leads.tables import LeadPurchase


def deadlines_of(purchase: LeadPurchase, conversation: Conversation, now: datetime) -> list[dict[str, Any]]:
    """The refund's instant and, as it stands, its effect: none for a handyman who has not written (C9).

    A free contact has nothing to give back, so no countdown to it.
    """
    if not refund_clock.is_unanswered(purchase) or now >= purchase.refund_eligible_until or purchase.is_free:
        return []
    wrote = refund_clock.wrote_in_time(purchase, conversation)
    return [
        {
            "kind": "lead.refund",
            "subject_id": str(purchase.id),
            "due_at": purchase.refund_eligible_until,
            "effect": "lead.refunded" if wrote else "lead.refund_lapsed",
            "why": "client_silent" if wrote else "worker_silent",
        }
    ]
