"""Which verb each kind of timer calls when it falls due (the only list of them)."""

from collections.abc import Awaitable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from models.disputes.reopen import reopen_unless_redone
from models.disputes.sla import say_overdue
from models.leads.expire import expire as expire_lead
from models.leads.refund import refund_all_due, refund_due
from models.leads.remind import nudge_after_an_hour, nudge_after_twelve_hours, remind, remind_all
from models.payments.decline_settlement import expire_settlement
from models.payments.expire import expire_checkout, expire_request
from models.payments.limits import end_at_limit, sound_alarm
from models.payments.overdue_work import ask_client, escalate_work, remind_worker
from models.payments.presume_complete import presume_complete
from models.payments.release import release, release_all
from models.payouts.cancel import expire_withdrawal
from models.timers import Due
from models.uploads.erase import erase as erase_upload
from models.wallet.check_deposit import check_deposit
from models.wallet.new_week import tell_new_week
from models.wallet.reload import retry_reload


class Effect(Protocol):
    """A verb that lives at `at`, its timer's `due_at` (R-19), and re-checks everything under its locks."""

    def __call__(self, subject_id: UUID, /, *, at: datetime) -> Awaitable[None]: ...


class EffectOnAll(Protocol):
    """The same verb for many subjects, in one commit: all of it or, when one fails, nothing."""

    def __call__(self, due: Sequence[Due], /) -> Awaitable[None]: ...


EFFECTS: dict[str, Effect] = {
    "auto_reload.retry": retry_reload,
    "budget.new_week": tell_new_week,
    "deposit.check": check_deposit,
    "lead.nudge_1h": nudge_after_an_hour,
    "lead.nudge_12h": nudge_after_twelve_hours,
    "lead.refund_reminder": remind,
    "lead.refund": refund_due,
    "payment.expire": expire_request,
    "checkout.expire": expire_checkout,
    "payment.presume_complete": presume_complete,
    "escrow.release": release,
    "escrow.alarm": sound_alarm,
    "escrow.limit": end_at_limit,
    "service.remind": remind_worker,
    "service.ask": ask_client,
    "service.escalate": escalate_work,
    "service.redo": reopen_unless_redone,
    "settlement.expire": expire_settlement,
    "dispute.sla": say_overdue,
    "lead.expire": expire_lead,
    "upload.erase": erase_upload,
    "withdrawal.expire": expire_withdrawal,
}
TOGETHER: dict[str, EffectOnAll] = {
    "lead.refund_reminder": remind_all,
    "lead.refund": refund_all_due,
    "escrow.release": release_all,
}
"""Those of which thousands fall due at once, after an hour without workers or on a busy evening."""
