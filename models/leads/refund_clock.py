"""The 48 hours in which a silent client gives the handyman his money back (REF-01, C9)."""

from datetime import datetime, timedelta

from models import timers
from models.chat.tables import Conversation
from models.leads.tables import LeadPurchase, PurchaseStatus

REFUND_AFTER = timedelta(hours=48)
REMIND_AFTER = timedelta(hours=36)
NUDGE_AFTER = {"lead.nudge_1h": timedelta(hours=1), "lead.nudge_12h": timedelta(hours=12)}
"""A handyman who never writes gets nothing back, so he is nudged: at these, and at REMIND_AFTER."""
TIMERS = ("lead.refund", "lead.refund_reminder", *NUDGE_AFTER)


async def start(purchase: LeadPurchase) -> None:
    await timers.schedule("lead.refund", purchase.id, purchase.refund_eligible_until)
    await timers.schedule("lead.refund_reminder", purchase.id, purchase.purchased_at + REMIND_AFTER)
    for kind, after in NUDGE_AFTER.items():
        await timers.schedule(kind, purchase.id, purchase.purchased_at + after)


async def stop(purchase: LeadPurchase) -> None:
    await timers.cancel(purchase.id, *TIMERS)


def is_unanswered(purchase: LeadPurchase) -> bool:
    """Bought, not answered and never refunded: R-04 gives no second refund to who buys again."""
    return (
        purchase.status == PurchaseStatus.PURCHASED
        and not purchase.client_responded
        and purchase.refund_count == 0
    )


def wrote_in_time(purchase: LeadPurchase, conversation: Conversation) -> bool:
    """Whether the handyman wrote before the window closed; without it silence costs him the price (C9)."""
    wrote_at = conversation.worker_wrote_at
    return wrote_at is not None and wrote_at < purchase.refund_eligible_until


def is_open(purchase: LeadPurchase, conversation: Conversation, now: datetime) -> bool:
    """Whether a refund may still come: the handyman can't delete the conversation meanwhile (R-05)."""
    in_window = now < purchase.refund_eligible_until
    return is_unanswered(purchase) and (in_window or wrote_in_time(purchase, conversation))


def is_due(purchase: LeadPurchase, conversation: Conversation, now: datetime) -> bool:
    """At its instant the refund wins, however late its timer runs (R-04)."""
    return (
        is_unanswered(purchase) and now >= purchase.refund_eligible_until and wrote_in_time(purchase, conversation)
    )
