"""Take a proposed split: refund, release and a dispute's end are one with it."""

from decimal import Decimal
from uuid import UUID

from models.db import find, transaction
from models.disputes.close import close_dispute
from models.disputes.tables import ResolutionType
from models.idempotency import claim
from models.payments.end_hold import end_hold
from models.payments.happened import Happening, all_happened, both
from models.payments.hold_settlement import hold_settlement, parts
from models.payments.settlements import SettlementYours, accepted
from models.payments.tables import EndedBy, Settlement
from models.people.tables import User


async def accept_settlement(settlement_id: UUID, *, by: User, key: str | None = None) -> Settlement:
    """Raises NotFound, SettlementNotOpen, SettlementYours, EscrowNotHeld."""
    async with transaction():
        claimed = await claim(by.id, "settlements.accept", key, [settlement_id])
        if claimed.is_replay:
            return await find(Settlement, id=settlement_id)
        held, waiting = await hold_settlement(settlement_id, by)
        if waiting.proposed_by_id == by.id:
            raise SettlementYours
        await accepted(waiting)
        part = waiting.client_amount
        if held.dispute is not None:
            kind = resolution_of(part, held.escrow.amount)
            await close_dispute(held.dispute, kind, resolution="settlement", refund_amount=part)
        told = await end_hold(held.request, held.escrow, held.wallet, client_part=part, by=EndedBy.SETTLEMENT)
        await claimed.remember(waiting.id)
        said = {"settlement_id": str(waiting.id), **parts(held, part)}
        agreed = Happening("settlement.accepted", both(held.request), by.id, waiting.seq, said)
        await all_happened(held.request, held.conversation, agreed, *told)
    return waiting


def resolution_of(part: Decimal, amount: Decimal) -> ResolutionType:
    if part == amount:
        return ResolutionType.FULL_REFUND
    return ResolutionType.PARTIAL_REFUND if part else ResolutionType.PAYMENT_TO_WORKER
