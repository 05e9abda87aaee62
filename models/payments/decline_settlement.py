"""A proposed split that comes to nothing: declined, withdrawn, or left until it ran out."""

from datetime import datetime
from uuid import UUID

from models.db import find, transaction
from models.idempotency import claim
from models.payments.hold_payment import hold_payment
from models.payments.hold_settlement import hold_settlement
from models.payments.settlements import answer_settlement
from models.payments.tables import Settlement, SettlementStatus
from models.people.tables import User


async def decline_settlement(settlement_id: UUID, *, by: User, key: str | None = None) -> Settlement:
    """Turn the other side's offer down, or take one's own back."""
    async with transaction():
        claimed = await claim(by.id, "settlements.decline", key, [settlement_id])
        if claimed.is_replay:
            return await find(Settlement, id=settlement_id)
        held, waiting = await hold_settlement(settlement_id, by)
        await claimed.remember(waiting.id)
        is_own = waiting.proposed_by_id == by.id
        as_ = SettlementStatus.WITHDRAWN if is_own else SettlementStatus.DECLINED
        await answer_settlement(waiting, held.request, held.conversation, as_)
    return waiting


async def expire_settlement(settlement_id: UUID, *, at: datetime) -> None:
    """The timer: an offer that nobody answered is over."""
    seen = await find(Settlement, id=settlement_id)
    async with transaction(at=at):
        held = await hold_payment(seen.payment_request_id)
        waiting = await find(Settlement, id=settlement_id)
        if waiting.status is SettlementStatus.PROPOSED and at >= waiting.expires_at:
            await answer_settlement(waiting, held.request, held.conversation, SettlementStatus.EXPIRED)
