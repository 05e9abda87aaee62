from typing import Any
from uuid import UUID

from models.db import find
from models.payments.access import payment_for
from models.payments.tables import Settlement
from models.people.tables import User


async def settlement_for(reader: User, settlement_id: UUID) -> Settlement:
    """Seen by both parties of its payment, and by staff."""
    settlement = await find(Settlement, id=settlement_id)
    await payment_for(reader, settlement.payment_request_id)
    return settlement


async def settlements_of(reader: User, request_id: UUID) -> list[Settlement]:
    """Of one payment, newest first."""
    request = await payment_for(reader, request_id)
    return await Settlement.filter(payment_request_id=request.id).order_by("-created_at", "-id").limit(100)


def present(settlement: Settlement) -> dict[str, Any]:
    return {
        "id": str(settlement.id),
        "payment_request_id": str(settlement.payment_request_id),
        "proposed_by": str(settlement.proposed_by_id),
        "client_amount": settlement.client_amount,
        "currency": "MXN",
        "status": settlement.status,
        "created_at": settlement.created_at,
        "expires_at": settlement.expires_at,
        "answered_at": settlement.answered_at,
    }
