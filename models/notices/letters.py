"""Every mail we write: which event it answers, whom it goes to, what it says and where its button leads."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from models.notices.enrich import (
    Facts,
    as_they_are,
    with_decision,
    with_deposit,
    with_dispute,
    with_lead,
    with_parts,
    with_payment,
    with_profile,
    with_question,
    with_released,
    with_reset,
    with_review,
    with_unread,
    with_verification,
    with_wallet,
    with_withdrawal,
)
from models.people.tables import User


@dataclass(frozen=True)
class Letter:
    """`to` names the fact that holds the reader's id; `path` is formatted with the facts."""

    kind: str
    to: str
    path: str
    enrich: Callable[[Facts, User], Awaitable[Facts | None]]
    """What it says besides; None when there is nothing to say any more."""
    is_critical: bool = False


TALK = "/conversations/{conversation_id}"

LETTERS: dict[str, tuple[Letter, ...]] = {
    "user.registered": (Letter("welcome", "user_id", "/", as_they_are),),
    "email.verification_requested": (
        Letter("verification", "user_id", "/verify-email?token={token}", with_verification, is_critical=True),
    ),
    "email.change_requested": (
        Letter("email_change", "user_id", "/forgot-password", as_they_are, is_critical=True),
    ),
    "phone.changed": (Letter("phone_change", "user_id", "/forgot-password", as_they_are, is_critical=True),),
    "password.reset_requested": (
        Letter("reset", "user_id", "/reset-password/{token}", with_reset, is_critical=True),
    ),
    "worker.approved": (Letter("approved", "worker_id", "/leads", with_profile, is_critical=True),),
    "worker.rejected": (Letter("rejected", "worker_id", "/profile", with_profile, is_critical=True),),
    "worker.changes_requested": (
        Letter("changes_requested", "worker_id", "/profile", with_profile, is_critical=True),
    ),
    "lead.purchased": (Letter("lead_purchased", "client_id", TALK, with_lead),),
    "lead.refunded": (Letter("lead_refunded", "worker_id", TALK, with_lead),),
    "deposit.voucher": (Letter("deposit_voucher", "worker_id", "/wallet", with_deposit, is_critical=True),),
    "deposit.given_back": (Letter("deposit_given_back", "worker_id", "/wallet", with_deposit, is_critical=True),),
    "deposit.failed": (Letter("deposit_failed", "worker_id", "/wallet", with_deposit, is_critical=True),),
    "wallet.low": (Letter("low_balance", "worker_id", "/wallet", with_wallet),),
    "budget.reset": (Letter("budget_reset", "worker_id", "/leads", with_wallet),),
    "auto_reload.completed": (
        Letter("auto_reload_completed", "worker_id", "/wallet", with_wallet, is_critical=True),
    ),
    "auto_reload.declined": (
        Letter("auto_reload_declined", "worker_id", "/wallet", with_wallet, is_critical=True),
    ),
    "auto_reload.confirmation_needed": (
        Letter("auto_reload_confirmation", "worker_id", "/wallet", with_wallet, is_critical=True),
    ),
    "auto_reload.disabled": (
        Letter("auto_reload_disabled", "worker_id", "/wallet", with_wallet, is_critical=True),
    ),
    "payment.requested": (
        Letter("payment_request", "client_id", "/pay/{payment_request_id}", with_payment, is_critical=True),
    ),
    "payment.paid": (Letter("payment_received", "worker_id", TALK, with_payment, is_critical=True),),
    "service.confirmed": (
        Letter("completion_confirmed", "worker_id", TALK, with_payment, is_critical=True),
        Letter("completion_confirmed", "client_id", TALK, with_payment, is_critical=True),
    ),
    "service.presumed_complete": (
        Letter("completion_confirmed", "worker_id", TALK, with_payment, is_critical=True),
        Letter("completion_confirmed", "client_id", TALK, with_payment, is_critical=True),
    ),
    "conversation.unread": (Letter("unread_messages", "user_id", TALK, with_unread),),
    "review.left": (Letter("review_received", "worker_id", "/professionals/{worker_id}", with_review),),
    "escrow.released": (Letter("payment_released", "worker_id", "/wallet", with_released, is_critical=True),),
    "escrow.refunded": (Letter("refund_sent", "client_id", TALK, with_parts, is_critical=True),),
    **{
        event: tuple(Letter(kind, to, TALK, enrich, is_critical=True) for to in ("client_id", "worker_id"))
        for event, kind, enrich in (
            ("escrow.paused", "payment_paused", with_payment),
            ("escrow.resumed", "payment_resumed", with_payment),
            ("payment.decided", "payment_decided", with_decision),
            ("dispute.evidence_asked", "dispute_evidence_asked", with_question),
            ("dispute.call_proposed", "dispute_call_proposed", with_question),
        )
    },
    "user.suspended": (Letter("account_suspended", "user_id", "/", as_they_are, is_critical=True),),
    "user.reinstated": (Letter("account_reinstated", "user_id", "/", as_they_are, is_critical=True),),
    "debt.written_off": (Letter("debt_written_off", "worker_id", "/wallet", with_wallet, is_critical=True),),
    "desk.dispute_escalated": (Letter("dispute_escalated", "admin_id", TALK, with_dispute, is_critical=True),),
    "settlement.proposed": (Letter("settlement_proposed", "other_id", TALK, with_parts, is_critical=True),),
    "dispute.opened": (
        Letter("dispute_opened", "client_id", TALK, with_dispute, is_critical=True),
        Letter("dispute_opened", "worker_id", TALK, with_dispute, is_critical=True),
    ),
    "dispute.resolved": (
        Letter("dispute_resolved", "client_id", TALK, with_dispute, is_critical=True),
        Letter("dispute_resolved", "worker_id", TALK, with_dispute, is_critical=True),
    ),
    "withdrawal.requested": (
        Letter("withdrawal_confirm", "worker_id", "/withdrawals/{token}", with_withdrawal, is_critical=True),
    ),
    **{
        f"withdrawal.{end}": (
            Letter(f"withdrawal_{end}", "worker_id", "/wallet", with_withdrawal, is_critical=True),
        )
        for end in ("sent", "refused", "failed", "expired")
    },
}
"""The event → letters table (NOTE-05)."""

OPTIONAL = frozenset(letter.kind for letters in LETTERS.values() for letter in letters if not letter.is_critical)
"""What people may switch off (NOTE-04)."""
