from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.payments.limits import HELD_AT_MOST
from models.payments.tables import (
    EscrowPayment,
    EscrowStatus,
    PaymentRequest,
    RequestStatus,
    Settlement,
    SettlementStatus,
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """`effect` is the kind of the timeline row that will be written at `due_at`, `why` a code."""

    kind: str
    subject_id: UUID
    due_at: datetime
    effect: str
    why: str


async def deadlines_of(conversation_id: UUID) -> list[Deadline]:
    """What will happen by itself to the payments of a conversation, soonest first."""
    return (await deadlines_in([conversation_id]))[conversation_id]


async def deadlines_in(conversation_ids: Sequence[UUID]) -> dict[UUID, list[Deadline]]:
    """The same for many conversations, with as many queries as for one."""
    requests = await PaymentRequest.filter(
        conversation_id__in=conversation_ids, status__in=[RequestStatus.PENDING, RequestStatus.PAID]
    )
    by_id = {request.id: request for request in requests}
    paid = [request.id for request in requests if request.status is RequestStatus.PAID]
    found = [
        Deadline("payment.expire", request.id, request.expires_at, "payment.expired", "unpaid")
        for request in requests
        if request.status is RequestStatus.PENDING and request.closing_as is None
    ]
    if paid:
        for escrow in await EscrowPayment.filter(payment_request_id__in=paid, status=EscrowStatus.HELD):
            found += of_hold(escrow)
        waiting = Settlement.filter(payment_request_id__in=paid, status=SettlementStatus.PROPOSED)
        found += [
            Deadline(
                "settlement.expire",
                row.payment_request_id,
                row.expires_at,
                "settlement.expired",
                "worker_undecided"
                if row.proposed_by_id == by_id[row.payment_request_id].client_id
                else "client_undecided",
            )
            for row in await waiting
        ]
    by_conversation: dict[UUID, list[Deadline]] = {key: [] for key in conversation_ids}
    for deadline in sorted(found, key=lambda deadline: deadline.due_at):
        by_conversation[by_id[deadline.subject_id].conversation_id].append(deadline)
    return by_conversation


def of_hold(escrow: EscrowPayment) -> list[Deadline]:
    if escrow.chargeback_id is not None:
        return []
    request_id = escrow.payment_request_id
    is_earned = escrow.completion_confirmed_at is not None and escrow.dispute_id is None
    effect = "escrow.released" if is_earned else "escrow.refunded"
    limit = Deadline("escrow.limit", request_id, escrow.created_at + HELD_AT_MOST, effect, "held_too_long")
    is_stopped = escrow.dispute_id is not None or escrow.paused_at is not None
    following = None if is_stopped else next_of(escrow)
    return [limit] if following is None else [following, limit]


def next_of(escrow: EscrowPayment) -> Deadline | None:
    """What its people are waiting for."""
    request_id = escrow.payment_request_id
    if escrow.release_at is not None:
        why = "presumed_complete" if escrow.is_presumed else "both_confirmed"
        return Deadline("escrow.release", request_id, escrow.release_at, "escrow.released", why)
    if escrow.presumed_at is not None:
        return Deadline(
            "payment.presume_complete",
            request_id,
            escrow.presumed_at,
            "service.presumed_complete",
            "client_silent",
        )
    if escrow.redo_due_at is not None:
        return Deadline("service.redo", request_id, escrow.redo_due_at, "dispute.reopened", "not_redone")
    return None
