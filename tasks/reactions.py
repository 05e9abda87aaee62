"""Who reacts to what happened: one visible table. Each reaction is retried and parked by itself."""

from tasks.deposits import ask_about_deposit, charge_reload, fetch_voucher, forget_card, keep_card
from tasks.event import Event, Reaction
from tasks.mails import MAILS
from tasks.measures import tell_google
from tasks.media import delete_object, look_at_upload
from tasks.payments import close_checkout, give_back
from tasks.payouts import send_payout
from tasks.pushes import alert_absent, alert_unheard, deliver_push
from tasks.webhooks import apply_webhook

__all__ = ["REACTIONS", "SLOW", "Event", "Reaction"]

OWN: dict[str, tuple[Reaction, ...]] = {
    "lead.sent": (alert_absent,),
    "lead.unheard": (alert_unheard,),
    "push.wanted": (deliver_push,),
    "upload.received": (look_at_upload,),
    "upload.erased": (delete_object,),
    "webhook.received": (apply_webhook,),
    "checkout.close": (close_checkout,),
    "refund.intended": (give_back,),
    "auto_reload.intended": (charge_reload,),
    "card.paid_with": (keep_card,),
    "card.unwanted": (forget_card,),
    "deposit.pending": (fetch_voucher,),
    "deposit.unsettled": (ask_about_deposit,),
    "payout.due": (send_payout,),
    "steps.measured": (tell_google,),
}
"""Reactions that are no mail; the mails' table is models/notices/letters.py."""

REACTIONS: dict[str, tuple[Reaction, ...]] = {
    event: OWN.get(event, ()) + MAILS.get(event, ()) for event in OWN.keys() | MAILS.keys()
}

SLOW: frozenset[str] = frozenset({"look_at_upload"})
"""Names of reactions that take the processor for long: taskiq carries them, so that mails don't wait."""
