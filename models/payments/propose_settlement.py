"""Propose a split to the other side, without support."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from models.columns import new_id
from models.db import find, transaction
from models.idempotency import claim
from models.payments.happened import Happening, all_happened, both
from models.payments.hold_payment import HeldPayment, hold_payment
from models.payments.hold_settlement import parts, refuse_ended, refuse_stranger
from models.payments.limits import latest_deadline
from models.payments.settlements import OPEN_FOR, AmountBeyondPayment, answer_settlement, open_settlement
from models.payments.tables import Settlement, SettlementStatus
from models.people.tables import User
from models.timers import schedule


async def propose_settlement(
    request_id: UUID, *, by: User, client_amount: Decimal, key: str | None = None
) -> Settlement:
    """Offer the other side a split; it takes the place of one's own open offer, and declines the other's."""
    async with transaction() as tx:
        claimed = await claim(by.id, "settlements.propose", key, [request_id, client_amount])
        if claimed.is_replay:
            return await find(Settlement, id=claimed.result_id)
        held = await hold_payment(request_id)
        refuse_stranger(held, by)
        now = await tx.now()
        refuse_ended(held, now)
        if not 0 <= client_amount <= held.escrow.amount:
            raise AmountBeyondPayment(field="client_amount", maximum=held.escrow.amount)
        await make_place(held, by)
        settlement = await write_proposal(held, by, client_amount, now)
        await claimed.remember(settlement.id)
    return settlement


async def make_place(held: HeldPayment, by: User) -> None:
    waiting = await open_settlement(held.request)
    if waiting is None:
        return
    as_ = SettlementStatus.WITHDRAWN if waiting.proposed_by_id == by.id else SettlementStatus.DECLINED
    await answer_settlement(waiting, held.request, held.conversation, as_)


async def write_proposal(held: HeldPayment, by: User, part: Decimal, now: datetime) -> Settlement:
    settlement = Settlement(
        id=new_id(),
        payment_request_id=held.request.id,
        proposed_by_id=by.id,
        client_amount=part,
        seq=held.conversation.last_seq + 1,
        created_at=now,
        expires_at=min(now + OPEN_FOR, latest_deadline(held.escrow)),
    )
    await settlement.save()
    await schedule("settlement.expire", settlement.id, settlement.expires_at)
    said = {"settlement_id": str(settlement.id), "expires_at": settlement.expires_at.isoformat()}
    [other] = [each for each in both(held.request) if each != by.id]
    said |= {"other_id": str(other), **parts(held, part)}
    proposed = Happening("settlement.proposed", (other,), by.id, more=said)
    await all_happened(held.request, held.conversation, proposed)
    return settlement
