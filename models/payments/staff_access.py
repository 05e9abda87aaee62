"""What staff see of money that waits for them: holds that a suspension stopped, and who owes."""

from typing import Any
from uuid import UUID

from tortoise.expressions import F

from models.listing import page
from models.payments.access import present as present_payments
from models.payments.limits import HELD_AT_MOST
from models.payments.tables import Chargeback, ChargebackStatus, EscrowPayment, EscrowStatus, PaymentRequest
from models.people.tables import User
from models.plain import pesos, stamp


async def paused_payments(*, limit: int, cursor: str | None) -> tuple[list[dict[str, Any]], str | None]:
    """Newest first; those in dispute wait for the dispute's decision."""
    rows = EscrowPayment.filter(paused_at__not_isnull=True, status=EscrowStatus.HELD)
    found, following = await page(rows, limit=limit, cursor=cursor)
    requests = await PaymentRequest.in_bulk([escrow.payment_request_id for escrow in found], "id")
    in_order = [requests[escrow.payment_request_id] for escrow in found]
    return await present_for_staff(*in_order), following


async def present_for_staff(*requests: PaymentRequest) -> list[dict[str, Any]]:
    people = await User.in_bulk({key for each in requests for key in (each.client_id, each.worker_id)}, "id")
    escrows = {
        escrow.payment_request_id: escrow
        for escrow in await EscrowPayment.filter(payment_request_id__in=[each.id for each in requests])
    }
    return [
        shown
        | {
            "client": standing(people[request.client_id]),
            "worker": standing(people[request.worker_id]),
            "ends_at": stamp(escrows[request.id].created_at + HELD_AT_MOST),
        }
        for shown, request in zip(await present_payments(*requests), requests, strict=True)
    ]


def standing(user: User) -> dict[str, Any]:
    return {"id": str(user.id), "full_name": user.full_name, "status": user.status.value}


async def receivables(
    *, worker_id: UUID | None = None, is_open: bool = True, limit: int, cursor: str | None
) -> tuple[list[dict[str, Any]], str | None]:
    """What handymen owe after chargebacks, newest first; with `is_open` off, what they once owed too."""
    rows = Chargeback.filter(owed__gt=0, worker_id__not_isnull=True)
    if worker_id is not None:
        rows = rows.filter(worker_id=worker_id)
    if is_open:
        rows = (
            rows.exclude(status=ChargebackStatus.WON)
            .annotate(given=F("collected") + F("written_off"))
            .filter(owed__gt=F("given"))
        )
    found, following = await page(rows, limit=limit, cursor=cursor)
    return await present_debts(*found), following


async def present_debts(*debts: Chargeback) -> list[dict[str, Any]]:
    people = await User.in_bulk({debt.worker_id for debt in debts}, "id")
    return [_present_debt(debt, people[debt.worker_id]) for debt in debts if debt.worker_id]


def _present_debt(debt: Chargeback, worker: User) -> dict[str, Any]:
    return {
        "id": str(debt.id),
        "worker": standing(worker),
        "payment_request_id": debt.payment_request_id and str(debt.payment_request_id),
        "status": debt.status.value,
        "amount": pesos(debt.amount),
        "owed": pesos(debt.owed),
        "collected": pesos(debt.collected),
        "written_off": pesos(debt.written_off),
        "debt": pesos(debt.debt),
        "currency": "MXN",
        "reason": debt.reason,
        "write_off_reason": debt.write_off_reason,
        "written_off_by": debt.written_off_by_id and str(debt.written_off_by_id),
        "written_off_at": stamp(debt.written_off_at),
        "created_at": stamp(debt.created_at),
    }
