"""Support decides, an admin if it was escalated: decision, money and news are one transaction."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from models.admin.audit_entry import audit
from models.db import current, find, transaction
from models.disputes.close import close_dispute
from models.disputes.hold_dispute import hold_dispute
from models.disputes.resume import redo, resume
from models.disputes.tables import Dispute, DisputeStatus, ResolutionType
from models.errors import Forbidden, Refused
from models.idempotency import claim
from models.payments.end_hold import end_hold
from models.payments.happened import Happening, all_happened, both
from models.payments.hold_payment import HeldPayment
from models.payments.limits import latest_deadline
from models.payments.refusals import ChargebackOpen
from models.payments.tables import EndedBy, EscrowPayment
from models.people.tables import Role, User, UserNote

NOTHING = Decimal(0)


class ResolutionIncomplete(Refused):
    """A split names the client's part of what is held; a redo its deadline, by day 80 (R-14)."""


@dataclass(frozen=True, slots=True)
class Decision:
    resolution_type: ResolutionType
    resolution: str
    """The final notes, which staff keep (DIS-18)."""
    refund_amount: Decimal | None = None
    redo_due_at: datetime | None = None
    to_client: str | None = None
    to_worker: str | None = None
    """What each side is told, apart from the other (DIS-18)."""


async def resolve(dispute_id: UUID, decision: Decision, *, by: User, key: str | None = None) -> Dispute:
    """Raises Forbidden, NotFound, DisputeResolved, ResolutionIncomplete."""
    if not by.is_staff:
        raise Forbidden
    async with transaction() as tx:
        claimed = await claim(by.id, "disputes.resolve", key, [dispute_id, decision])
        if claimed.is_replay:
            return await find(Dispute, id=dispute_id)
        dispute, held = await hold_dispute(dispute_id, by)
        if dispute.status is DisputeStatus.ESCALATED and by.role != Role.ADMIN:
            raise Forbidden
        refuse_incomplete(decision, held.escrow, await tx.now())
        dispute.assigned_to_id = dispute.assigned_to_id or by.id
        told = await carry_out(decision, dispute, held)
        if decision.resolution_type is ResolutionType.FULL_REFUND:
            await put_on_record(dispute, held, by)
        await audit(by.id, "dispute.resolved", dispute.id, resolution_type=decision.resolution_type.value)
        await claimed.remember(dispute.id)
        await all_happened(held.request, held.conversation, saying(decision, dispute, held), *told)
    return dispute


def refuse_incomplete(decision: Decision, escrow: EscrowPayment, now: datetime) -> None:
    if escrow.chargeback_id is not None:
        raise ChargebackOpen
    kind, part, until = decision.resolution_type, decision.refund_amount, decision.redo_due_at
    if kind is ResolutionType.PARTIAL_REFUND and (part is None or not 0 < part < escrow.amount):
        raise ResolutionIncomplete(field="refund_amount", amount=escrow.amount)
    if kind is not ResolutionType.PARTIAL_REFUND and part is not None:
        raise ResolutionIncomplete(field="refund_amount")
    latest = latest_deadline(escrow)
    if kind is ResolutionType.REDO and (until is None or not now < until <= latest):
        raise ResolutionIncomplete(field="redo_due_at", latest=latest.isoformat())
    if kind is not ResolutionType.REDO and until is not None:
        raise ResolutionIncomplete(field="redo_due_at")


async def carry_out(decision: Decision, dispute: Dispute, held: HeldPayment) -> list[Happening]:
    """Close the dispute and do with the money what was decided; returns what else there is to tell."""
    kind = decision.resolution_type
    part = client_part(decision, held.escrow)
    await close_dispute(
        dispute,
        kind,
        resolution=decision.resolution,
        refund_amount=part,
        redo_due_at=decision.redo_due_at,
    )
    if part is not None:
        return await end_hold(held.request, held.escrow, held.wallet, client_part=part, by=EndedBy.DISPUTE)
    if decision.redo_due_at is not None:
        await redo(held.escrow, decision.redo_due_at)
    else:
        await resume(held.escrow, await current().now())
    return []


async def put_on_record(dispute: Dispute, held: HeldPayment, by: User) -> None:
    """A note on the handyman's account, for staff (DIS-13)."""
    await UserNote.create(
        user_id=held.request.worker_id,
        author_id=by.id,
        body=f"{dispute.reference_number}: {ResolutionType.FULL_REFUND}",
        created_at=await current().now(),
    )


def client_part(decision: Decision, escrow: EscrowPayment) -> Decimal | None:
    """What goes back to the client; None when the hold goes on."""
    match decision.resolution_type:
        case ResolutionType.FULL_REFUND:
            return escrow.amount
        case ResolutionType.PARTIAL_REFUND:
            return decision.refund_amount
        case ResolutionType.PAYMENT_TO_WORKER:
            return NOTHING
        case _:
            return None


def saying(decision: Decision, dispute: Dispute, held: HeldPayment) -> Happening:
    request = held.request
    facts = {
        "dispute_id": str(dispute.id),
        "reference_number": dispute.reference_number,
        "resolution_type": decision.resolution_type.value,
        "refund_amount": None if dispute.refund_amount is None else str(dispute.refund_amount),
        "redo_due_at": dispute.redo_due_at and dispute.redo_due_at.isoformat(),
    }
    each = {
        person: {"message": words}
        for person, words in ((request.client_id, decision.to_client), (request.worker_id, decision.to_worker))
        if words
    }
    return Happening("dispute.resolved", both(request), more=facts, each=each)
