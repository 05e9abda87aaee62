"""What the code can say besides its answers: outbox events, notices, rows, frames, announcements, by name.

Whoever adds one lists it here, as part of the story whose every word is searched for canaries, or with the reason
why it needs no story.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOLD = "in the story"
OWN = "about its reader's own account"
ALIKE = "ids and amounts, as what stands in the story"
NO_FACTS = "an order to our own worker: ids of ours and nothing else"

OUTBOX = {
    "chargeback.closed": ALIKE,
    "chargeback.opened": ALIKE,
    "auto_reload.completed": OWN,
    "auto_reload.confirmation_needed": OWN,
    "auto_reload.declined": OWN,
    "auto_reload.disabled": OWN,
    "auto_reload.intended": NO_FACTS,
    "budget.reset": OWN,
    "card.paid_with": NO_FACTS,
    "card.unwanted": NO_FACTS,
    "checkout.close": NO_FACTS,
    "conversation.unread": TOLD,
    "deposit.completed": OWN,
    "deposit.failed": OWN,
    "deposit.pending": NO_FACTS,
    "deposit.unsettled": NO_FACTS,
    "deposit.voucher": OWN,
    "dispute.answered": ALIKE,
    "dispute.escalated": ALIKE,
    "dispute.evidence_added": ALIKE,
    "dispute.opened": TOLD,
    "dispute.overdue": NO_FACTS,
    "dispute.reopened": ALIKE,
    "dispute.resolved": ALIKE,
    "email.verification_requested": OWN,
    "escrow.held_long": NO_FACTS,
    "escrow.refunded": ALIKE,
    "escrow.released": ALIKE,
    "lead.purchased": TOLD,
    "lead.refund_reminder": TOLD,
    "lead.refunded": TOLD,
    "lead.sent": TOLD,
    "lead.unheard": NO_FACTS,
    "password.reset_requested": OWN,
    "payment.paid": TOLD,
    "payment.pending": ALIKE,
    "payment.requested": TOLD,
    "push.wanted": TOLD,
    "payout.due": NO_FACTS,
    "refund.intended": NO_FACTS,
    "review.left": TOLD,
    "service.confirmed": TOLD,
    "service.marked_complete": TOLD,
    "service.presumed_complete": ALIKE,
    "settlement.accepted": ALIKE,
    "settlement.proposed": ALIKE,
    "upload.erased": NO_FACTS,
    "upload.received": TOLD,
    "user.registered": OWN,
    "user.reinstated": OWN,
    "user.suspended": OWN,
    "wallet.low": OWN,
    "webhook.received": NO_FACTS,
    "withdrawal.expired": OWN,
    "withdrawal.failed": OWN,
    "withdrawal.refused": OWN,
    "withdrawal.requested": OWN,
    "withdrawal.sent": OWN,
    "worker.approved": OWN,
    "worker.changes_requested": OWN,
    "worker.rejected": OWN,
    "worker.submitted": OWN,
}
NOTICES = {
    "chargeback.closed": ALIKE,
    "chargeback.opened": ALIKE,
    "deposit.charged_back": OWN,
    "deposit.chargeback_won": OWN,
    "auto_reload.completed": OWN,
    "auto_reload.confirmation_needed": OWN,
    "auto_reload.declined": OWN,
    "auto_reload.disabled": OWN,
    "budget.reset": OWN,
    "deposit.completed": OWN,
    "deposit.failed": OWN,
    "deposit.pending": OWN,
    "deposit.returned": OWN,
    "dispute.answered": ALIKE,
    "dispute.escalated": ALIKE,
    "dispute.evidence_added": ALIKE,
    "dispute.opened": TOLD,
    "dispute.reopened": ALIKE,
    "dispute.resolved": ALIKE,
    "escrow.refunded": ALIKE,
    "escrow.released": ALIKE,
    "lead.new": TOLD,
    "lead.nudge": ALIKE,
    "lead.purchased": TOLD,
    "lead.refunded": TOLD,
    "payment.paid": TOLD,
    "payment.pending": ALIKE,
    "payment.requested": TOLD,
    "payment.returned": OWN,
    "review.answered": TOLD,
    "review.flag_dismissed": ALIKE,
    "review.flag_upheld": ALIKE,
    "review.left": TOLD,
    "review.removed": ALIKE,
    "service.confirmed": TOLD,
    "service.marked_complete": TOLD,
    "service.presumed_complete": ALIKE,
    "settlement.accepted": ALIKE,
    "settlement.proposed": ALIKE,
    "withdrawal.approved": OWN,
    "withdrawal.expired": OWN,
    "withdrawal.failed": OWN,
    "withdrawal.refused": OWN,
    "withdrawal.sent": OWN,
    "wallet.low": OWN,
    "worker.approved": OWN,
    "worker.changes_requested": OWN,
    "worker.rejected": OWN,
}
ROWS = {
    "chargeback.closed": ALIKE,
    "chargeback.opened": ALIKE,
    "contact.revealed": TOLD,
    "dispute.answered": ALIKE,
    "dispute.escalated": ALIKE,
    "dispute.evidence_added": ALIKE,
    "dispute.opened": TOLD,
    "dispute.reopened": ALIKE,
    "dispute.resolved": ALIKE,
    "escrow.refunded": ALIKE,
    "escrow.released": ALIKE,
    "lead.purchased": TOLD,
    "lead.refund_reminder": TOLD,
    "lead.refunded": TOLD,
    "payment.paid": TOLD,
    "payment.pending": ALIKE,
    "payment.requested": TOLD,
    "review.left": TOLD,
    "service.confirmed": TOLD,
    "service.marked_complete": TOLD,
    "service.presumed_complete": ALIKE,
    "settlement.accepted": ALIKE,
    "settlement.proposed": ALIKE,
    "support.joined": TOLD,
    "support.left": TOLD,
}
FRAMES = {
    "closing": OWN,
    "conversation:updated": TOLD,
    "heads": ALIKE,
    "lead:new": TOLD,
    "message:new": TOLD,
    "message:read": TOLD,
    "notice:new": TOLD,
    "notice:read": OWN,
    "presence": TOLD,
    "ready": TOLD,
    "typing": TOLD,
    "wallet:updated": TOLD,
}
COMMANDS = {
    "conversation:join": {"conversation_id": "{id}"},
    "conversation:leave": {"conversation_id": "{id}"},
    "message:read": {"conversation_id": "{id}", "seq": 1},
    "message:send": {"conversation_id": "{id}", "client_msg_id": "s", "content": "Hola"},
    "sync": {"conversations": {"{id}": 0}, "notices": 0},
    "typing": {"conversation_id": "{id}", "on": True},
}
FILES = {
    "completion": TOLD,
    "evidence": "for the same people as the finished work's photos, and staff",
    "lead": TOLD,
    "message": TOLD,
    "portfolio": "a handyman's, for everybody",
    "profile": TOLD,
    "review": TOLD,
    "ticket": "for its writer and staff",
}
"""By purpose; who sees those that aren't in the story is tested in tests/models/uploads/test_access.py."""

TABLES: dict[str, tuple[dict[str, str], str, tuple[str, ...]]] = {
    "OUTBOX": (OUTBOX, "models", ("record", "record_later", "happened", "Happening")),
    "NOTICES": (NOTICES, "models", ("tell", "happened", "Happening")),
    "ROWS": (ROWS, "models", ("append_event", "happened", "Happening")),
    "FRAMES": (FRAMES, "realtime", ("emit", "emit_here", "broadcast", "broadcast_here")),
}
"""Where in the code each kind is said, and by which functions."""

SAYING = {
    "record": 0,
    "record_later": 0,
    "tell": 1,
    "append_event": 1,
    "happened": 0,
    "Happening": 0,
    "emit": 0,
    "emit_here": 0,
    "broadcast": 0,
    "broadcast_here": 0,
}
"""Functions that say something, and which argument names it."""


def names_in(folder: str, function: str) -> set[str]:
    """The constants that `function` is called with somewhere in `folder`."""
    found = set()
    for call in calls_in(folder):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        place = SAYING[function]
        if name == function and len(call.args) > place:
            said = call.args[place]
            if isinstance(said, ast.Constant) and isinstance(said.value, str):
                found.add(said.value)
    return found


def calls_in(folder: str) -> Iterator[ast.Call]:
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                yield node


def announced() -> set[str]:
    """The classes handed to `announce`."""
    found = set()
    for call in calls_in("models"):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name == "announce" and call.args and isinstance(call.args[0], ast.Call):
            found.add(getattr(call.args[0].func, "id", "?"))
    return found


def names_of(folder: str, *functions: str) -> set[str]:
    return {name for function in functions for name in names_in(folder, function)}


def in_story(table: dict[str, str]) -> set[str]:
    return {name for name, reason in table.items() if reason == TOLD}
