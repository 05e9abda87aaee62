"""What support has to decide: the list, filtered, and the figures above it (DIS-06, DIS-07, DIS-08)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tortoise import connections

from models.clock import MEXICO_CITY, business_now
from models.disputes.sla import sla_due_at
from models.disputes.tables import Dispute, DisputePriority, DisputeStatus, DisputeType
from models.listing import page
from models.payments.tables import EscrowPayment, PaymentRequest
from models.people.tables import User
from models.plain import pesos


@dataclass(frozen=True, slots=True)
class Filter:
    status: DisputeStatus | None = None
    priority: DisputePriority | None = None
    dispute_type: DisputeType | None = None
    older_than_hours: int | None = None
    younger_than_hours: int | None = None


async def queue(wanted: Filter, *, limit: int, cursor: str | None) -> tuple[list[dict[str, Any]], str | None]:
    """Newest first; for staff."""
    rows = Dispute.all()
    for name in ("status", "priority", "dispute_type"):
        if (value := getattr(wanted, name)) is not None:
            rows = rows.filter(**{name: value})
    now = await business_now()
    if wanted.older_than_hours is not None:
        rows = rows.filter(created_at__lte=now - timedelta(hours=wanted.older_than_hours))
    if wanted.younger_than_hours is not None:
        rows = rows.filter(created_at__gt=now - timedelta(hours=wanted.younger_than_hours))
    found, following = await page(rows, limit=limit, cursor=cursor)
    return await _lines(found), following


async def _lines(disputes: list[Dispute]) -> list[dict[str, Any]]:
    escrows = await EscrowPayment.in_bulk([each.escrow_payment_id for each in disputes], "id")
    requests = await PaymentRequest.in_bulk([each.payment_request_id for each in escrows.values()], "id")
    people = await User.in_bulk(
        {user_id for each in requests.values() for user_id in (each.client_id, each.worker_id)}, "id"
    )
    return [_line(each, requests[escrows[each.escrow_payment_id].payment_request_id], people) for each in disputes]


def _line(dispute: Dispute, request: PaymentRequest, people: dict[Any, User]) -> dict[str, Any]:
    return {
        "id": str(dispute.id),
        "reference_number": dispute.reference_number,
        "conversation_id": str(request.conversation_id),
        "client": people[request.client_id].full_name,
        "worker": people[request.worker_id].full_name,
        "service": request.description,
        "amount": request.amount,
        "currency": "MXN",
        "dispute_type": dispute.dispute_type,
        "priority": dispute.priority,
        "status": dispute.status,
        "assigned_to": dispute.assigned_to_id and str(dispute.assigned_to_id),
        "created_at": dispute.created_at,
        "sla_due_at": sla_due_at(dispute),
    }


async def statistics() -> dict[str, Any]:
    today = (await business_now()).astimezone(MEXICO_CITY).replace(hour=0, minute=0, second=0, microsecond=0)
    [row] = await connections.get("default").execute_query_dict(
        """
        SELECT count(*) FILTER (WHERE status <> 'resolved') AS active,
            count(*) FILTER (WHERE resolved_at >= $1) AS resolved_today,
            extract(epoch FROM avg(resolved_at - created_at))::bigint AS seconds,
            (SELECT coalesce(sum(amount), 0) FROM escrow_payments WHERE status = 'held') AS held
        FROM disputes
        """,
        [today],
    )
    return {
        "active": row["active"],
        "resolved_today": row["resolved_today"],
        "average_resolution_seconds": row["seconds"],
        "held": pesos(row["held"]),
        "currency": "MXN",
    }
