from datetime import datetime
from typing import Any
from uuid import UUID

from models.chat.tables import Conversation
from models.columns import new_id
from models.db import current, find, hold_one, transaction
from models.disputes.sla import URGENCY, sla_due_at
from models.disputes.tables import Dispute, DisputePriority, DisputeType
from models.errors import NotFound, Refused
from models.idempotency import claim
from models.payments.clocks import PAUSED
from models.payments.confirm_complete import hold_escrow
from models.payments.happened import both, happened
from models.payments.refusals import EscrowNotHeld, refuse_unheld
from models.payments.stopped import has_released
from models.payments.tables import EscrowPayment, EscrowStatus, PaymentRequest
from models.people.tables import User
from models.timers import cancel, schedule

WORKERS_MAY_RAISE = frozenset({DisputeType.PAYMENT, DisputeType.OTHER})


class DisputeTypeNotYours(Refused):
    """A handyman may dispute the payment, or something else, but not his own work (C25)."""


async def open_dispute(
    request_id: UUID,
    *,
    by: User,
    dispute_type: DisputeType,
    description: str,
    desired_resolution: str | None = None,
    key: str | None = None,
) -> Dispute:
    """Freeze a held payment until support has decided (ESC-16); from the payment on until the release (C25)."""
    said: dict[str, Any] = {
        "dispute_type": dispute_type,
        "description": description,
        "desired_resolution": desired_resolution,
    }
    async with transaction() as tx:
        claimed = await claim(by.id, "disputes.open", key, [request_id, said])
        if claimed.is_replay:
            return await find(Dispute, id=claimed.result_id)
        request = await hold_one(PaymentRequest, request_id)
        if by.id not in both(request):
            raise NotFound
        escrow = await hold_escrow(request)
        conversation = await hold_one(Conversation, request.conversation_id)
        now = await tx.now()
        refuse(escrow, request, by, dispute_type, now)
        said |= {"escrow_payment_id": escrow.id, "raised_by_id": by.id, "created_at": now}
        said["priority"] = URGENCY.get(dispute_type, DisputePriority.MEDIUM)
        dispute = await Dispute.create(id=new_id(), reference_number=await next_reference(), **said)
        await freeze(escrow, dispute)
        await schedule("dispute.sla", dispute.id, sla_due_at(dispute))
        await claimed.remember(dispute.id)
        await say(request, conversation, dispute)
    return dispute


async def say(request: PaymentRequest, conversation: Conversation, dispute: Dispute) -> None:
    await happened(
        "dispute.opened",
        request,
        conversation,
        by=dispute.raised_by_id,
        to=both(request),
        dispute_id=str(dispute.id),
        reference_number=dispute.reference_number,
        dispute_type=dispute.dispute_type.value,
    )


def refuse(
    escrow: EscrowPayment, request: PaymentRequest, by: User, dispute_type: DisputeType, now: datetime
) -> None:
    if by.id == request.worker_id and dispute_type not in WORKERS_MAY_RAISE:
        raise DisputeTypeNotYours(dispute_type=dispute_type.value)
    refuse_unheld(escrow)
    # The release wins at its instant, however late its timer runs.
    if has_released(escrow, now):
        raise EscrowNotHeld(status=EscrowStatus.RELEASED)


async def freeze(escrow: EscrowPayment, dispute: Dispute) -> None:
    escrow.dispute_id = dispute.id
    await escrow.save(update_fields=["dispute_id"])
    await cancel(escrow.id, *PAUSED)


async def next_reference() -> str:
    rows = await current().connection.execute_query_dict("SELECT nextval('dispute_reference') AS number")
    return f"#DIS-{rows[0]['number']:05d}"
