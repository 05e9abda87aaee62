"""Builders of payments that a suspension stopped."""

from typing import Any

from models.chat.tables import Message
from models.payments.decide import DecisionKind, StaffDecision
from models.payments.tables import PaymentRequest
from models.people.suspend import suspend
from models.people.tables import User
from tests import a


async def shut_out(person: User) -> User:
    """Suspended by an admin, who comes back."""
    boss = await a.admin()
    await suspend(person.id, "Investigación", by=boss.id)
    return boss


async def stopped(of: PaymentRequest) -> User:
    return await shut_out((await a.sides(of))[1])


def decision(kind: DecisionKind, **but: Any) -> StaffDecision:
    return StaffDecision(kind, "Visto por administración", **but)


async def told(of: PaymentRequest) -> list[str]:
    rows = await Message.filter(conversation_id=of.conversation_id, event__not_isnull=True).order_by("seq")
    return [row.event["kind"] for row in rows if row.event]
