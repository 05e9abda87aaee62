"""Timers before the refund's: the reminder at 36 hours, and nudges to a handyman who has not written (C9)."""

from datetime import datetime, timedelta
from uuid import UUID

from models import outbox
from models.chat.tables import Audience, Message
from models.chat.timeline import append_event
from models.db import transaction
from models.leads import refund_clock
from models.leads.refund import Held, hold_purchases
from models.notices.tables import Notice
from models.notices.tell import tell


async def remind(subject_id: UUID, *, at: datetime) -> None:
    """Twelve hours are left: say so to the handyman, or nudge him when he never wrote (REF-06)."""
    async with transaction(at=at):
        [held] = await hold_purchases(subject_id)
        if not _is_running(held, refund_clock.REMIND_AFTER, at):
            return
        if held.conversation.worker_wrote_at is None:
            await _nudge(held, at)
        else:
            await _remind(held)


async def nudge_after_an_hour(subject_id: UUID, *, at: datetime) -> None:
    await _nudge_silent(subject_id, refund_clock.NUDGE_AFTER["lead.nudge_1h"], at)


async def nudge_after_twelve_hours(subject_id: UUID, *, at: datetime) -> None:
    await _nudge_silent(subject_id, refund_clock.NUDGE_AFTER["lead.nudge_12h"], at)


async def _nudge_silent(purchase_id: UUID, after: timedelta, at: datetime) -> None:
    async with transaction(at=at):
        [held] = await hold_purchases(purchase_id)
        if _is_running(held, after, at) and held.conversation.worker_wrote_at is None:
            await _nudge(held, at)


def _is_running(held: Held, after: timedelta, at: datetime) -> bool:
    due_at = held.purchase.purchased_at + after
    in_window = due_at <= at < held.purchase.refund_eligible_until
    return in_window and refund_clock.is_unanswered(held.purchase)


async def _remind(held: Held) -> None:
    """Once, however often the timer fires."""
    purchase, conversation = held.purchase, held.conversation
    reminder = {"kind": "lead.refund_reminder"}
    if await Message.exists(conversation_id=conversation.id, event__contains=reminder):
        return
    until = purchase.refund_eligible_until.isoformat()
    await append_event(
        conversation,
        "lead.refund_reminder",
        audience=Audience.WORKER,
        purchase_id=str(purchase.id),
        refund_eligible_until=until,
    )
    await outbox.record("lead.refund_reminder", **_facts(held), refund_eligible_until=until)


async def _nudge(held: Held, at: datetime) -> None:
    """Once per instant: the notice is dated by it."""
    worker_id = held.purchase.worker_id
    facts = _facts(held)
    if not await Notice.exists(user_id=worker_id, kind="lead.nudge", created_at=at, facts__contains=facts):
        await tell(worker_id, "lead.nudge", **facts)


def _facts(held: Held) -> dict[str, str]:
    return {
        "purchase_id": str(held.purchase.id),
        "lead_id": str(held.purchase.lead_id),
        "conversation_id": str(held.conversation.id),
        "worker_id": str(held.purchase.worker_id),
    }
