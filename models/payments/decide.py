"""An admin decides about money that a suspension stopped: release, refund, split, or let it go on (R-16)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from models.admin.audit_entry import audit
from models.db import find, transaction
from models.errors import Conflict, Forbidden, Refused
from models.idempotency import claim
from models.payments.clocks import restart_clocks
from models.payments.end_hold import end_hold
from models.payments.happened import Happening, all_happened, both
from models.payments.hold_payment import HeldPayment, hold_payment
from models.payments.refusals import refuse_unheld
from models.payments.suspension import resumed
from models.payments.tables import EndedBy, EscrowPayment, PaymentRequest
from models.people.tables import Role, User


class PaymentNotPaused(Conflict):
    """Nobody is suspended here: it goes its own way, or a dispute's."""


class DecisionIncomplete(Refused):
    """A split names the client's part of what is held, and nothing else does."""


class DecisionKind(StrEnum):
    RELEASE = "release"
    REFUND = "refund"
    SPLIT = "split"
    RESUME = "resume"
    """The clocks go on, though the suspension stays."""


@dataclass(frozen=True, slots=True)
class StaffDecision:
    kind: DecisionKind
    reason: str
    """For staff's own book."""
    client_amount: Decimal | None = None
    to_client: str | None = None
    to_worker: str | None = None
    """What each side is told, apart from the other."""


async def decide(request_id: UUID, decision: StaffDecision, *, by: User, key: str | None = None) -> PaymentRequest:
    """Raises Forbidden, NotFound, EscrowNotHeld, DisputeOpen, ChargebackOpen, PaymentNotPaused, …"""
    if by.role != Role.ADMIN:
        raise Forbidden
    async with transaction():
        claimed = await claim(by.id, "payments.decide", key, [request_id, decision])
        if claimed.is_replay:
            return await find(PaymentRequest, id=request_id)
        held = await hold_payment(request_id)
        refuse_unheld(held.escrow)
        if held.escrow.paused_at is None:
            raise PaymentNotPaused
        part = client_part(decision, held.escrow)
        told = await carry_out(part, held)
        await audit(
            by.id,
            "payment.decided",
            request_id,
            decision=decision.kind.value,
            client_amount=None if part is None else str(part),
            reason=decision.reason,
        )
        await claimed.remember(request_id)
        await all_happened(held.request, held.conversation, *saying(decision, part, held), *told)
    return held.request


def client_part(decision: StaffDecision, escrow: EscrowPayment) -> Decimal | None:
    """What goes back to the client; None when the hold goes on."""
    given = decision.client_amount
    if decision.kind is DecisionKind.SPLIT:
        if given is None or not 0 < given < escrow.amount:
            raise DecisionIncomplete(field="client_amount", amount=escrow.amount)
        return given
    if given is not None:
        raise DecisionIncomplete(field="client_amount")
    return {DecisionKind.REFUND: escrow.amount, DecisionKind.RELEASE: Decimal(0)}.get(decision.kind)


async def carry_out(part: Decimal | None, held: HeldPayment) -> list[Happening]:
    if part is not None:
        return await end_hold(held.request, held.escrow, held.wallet, client_part=part, by=EndedBy.STAFF)
    await restart_clocks(held.request, held.escrow)
    return [resumed(held.request, held.escrow)]


def saying(decision: StaffDecision, part: Decimal | None, held: HeldPayment) -> list[Happening]:
    """How it was decided; that the clocks go on says itself."""
    if part is None:
        return []
    request = held.request
    facts = {
        "decision": decision.kind.value,
        "client_amount": str(part),
        "worker_amount": str(held.escrow.amount - part),
    }
    each = {
        person: {"message": words}
        for person, words in ((request.client_id, decision.to_client), (request.worker_id, decision.to_worker))
        if words
    }
    return [Happening("payment.decided", both(request), more=facts, each=each)]
