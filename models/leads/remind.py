"""Timers before the refund's: the reminder at 36 hours, and nudges to a handyman who has not written (C9)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from models import outbox
from models.chat.tables import Audience, Conversation, Message
from models.chat.timeline import append_event
from models.db import transaction
from models.leads import refund_clock
from models.leads.refund import Held, hold_purchases
from models.notices.tables import Notice
from models.notices.tell import tell
from models.timers import Due


async def remind(subject_id: UUID, *, at: datetime) -> None:
    """Twelve hours are left: say so to the handyman, or nudge him when he never wrote (REF-06)."""
    await remind_all([Due(subject_id, at)])


async def remind_all(due: Sequence[Due]) -> None:
    """The same for many, in one commit."""
    async with transaction(gathers=True) as tx:
        held = await hold_purchases(*(each.subject_id for each in due))
        reminded = await _reminded(each.conversation for each in held)
        for each, timer in zip(held, due, strict=True):
            if not _is_running(each, refund_clock.REMIND_AFTER, timer.at):
                continue
            with tx.living_at(timer.at):
                if each.conversation.worker_wrote_at is None:
                    await _nudge(each, timer.at)
                elif each.conversation.id not in reminded:
                    await _remind(each)


async def _reminded(conversations: Iterable[Conversation]) -> set[UUID]:
    """Those in which it stands already: once, however often the timer fires."""
    ids = [conversation.id for conversation in conversations]
    rows = Message.filter(conversation_id__in=ids, event__contains={"kind": "lead.refund_reminder"})
    return {UUID(str(key)) for key in await rows.values_list("conversation_id", flat=True)}


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
    purchase, conversation = held.purchase, held.conversation
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
