"""A handyman who never says that the work is done: he is reminded, the client is asked, support is told.

Nothing is decided here: the money waits for people, and at day 85 it goes back (R-14).
"""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import structlog

from models.admin.tell_staff import DESK, tell_staff
from models.chat.tables import Conversation
from models.clock import MEXICO_CITY
from models.db import find, hold_one, transaction
from models.engine_tables import Timer
from models.payments.happened import both, happened
from models.payments.stopped import is_stopped
from models.payments.tables import EscrowPayment, EscrowStatus, PaymentRequest
from models.timers import cancel, schedule

log = structlog.get_logger()

AFTER = {
    "service.remind": timedelta(days=2),
    "service.ask": timedelta(days=7),
    "service.escalate": timedelta(days=14),
}
"""Since the day for which the work was promised, or since the payment (part C, 3)."""


async def watch_work(request: PaymentRequest, escrow: EscrowPayment) -> None:
    for kind, after in AFTER.items():
        await schedule(kind, escrow.id, promised_at(request, escrow) + after)


async def stop_watching(escrow: EscrowPayment) -> None:
    await cancel(escrow.id, *AFTER)


def promised_at(request: PaymentRequest, escrow: EscrowPayment) -> datetime:
    day: date | None = request.expected_service_date
    if day is None:
        return escrow.created_at
    return max(escrow.created_at, datetime.combine(day, time(), MEXICO_CITY).astimezone(escrow.created_at.tzinfo))


async def remind_worker(escrow_id: UUID, *, at: datetime) -> None:
    await _say("service.remind", "service.reminded", escrow_id, at)


async def ask_client(escrow_id: UUID, *, at: datetime) -> None:
    await _say("service.ask", "service.asked", escrow_id, at)


async def escalate_work(escrow_id: UUID, *, at: datetime) -> None:
    await _say("service.escalate", "service.overdue", escrow_id, at)


async def _say(timer: str, kind: str, escrow_id: UUID, at: datetime) -> None:
    """Once, and only while nobody has said that it is done."""
    seen = await find(EscrowPayment, id=escrow_id)
    async with transaction(at=at):
        request = await hold_one(PaymentRequest, seen.payment_request_id)
        escrow = await hold_one(EscrowPayment, escrow_id)
        conversation = await hold_one(Conversation, request.conversation_id)
        is_waiting = (
            escrow.status is EscrowStatus.HELD and escrow.dispute_id is None and escrow.chargeback_id is None
        ) and not is_stopped(escrow, at)
        is_due = at >= promised_at(request, escrow) + AFTER[timer]
        if not is_waiting or not is_due or escrow.completion_confirmed_by_worker:
            return
        if not await Timer.exists(kind=timer, subject_id=escrow.id):
            return  # said before: its timer went with the saying
        await cancel(escrow.id, timer)
        to = {
            "service.reminded": (request.worker_id,),
            "service.asked": (request.client_id,),
            "service.overdue": both(request),
        }[kind]
        if kind == "service.overdue":
            log.error("service.overdue", escrow=str(escrow.id))
        await happened(kind, request, conversation, to=to, escrow_id=str(escrow.id))
        if kind == "service.overdue":
            facts = {"payment_request_id": str(request.id), "conversation_id": str(conversation.id)}
            await tell_staff("desk.work_overdue", *DESK, **facts)
