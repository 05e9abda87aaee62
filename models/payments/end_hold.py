"""Held money ends once, in two parts that make the whole: the client's and the handyman's (R-13, R-14)."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from models.columns import new_id
from models.db import current
from models.outbox import record
from models.payments.happened import Happening, both
from models.payments.hold_payment import HeldPayment
from models.payments.receivables import collect_debt, debts_of
from models.payments.settlements import lapse, lapse_settlement
from models.payments.tables import (
    Chargeback,
    EndedBy,
    EscrowPayment,
    EscrowStatus,
    PaymentRequest,
    ProviderRefund,
    Settlement,
    SettlementStatus,
)
from models.timers import cancel
from models.wallet.accounts import Wallet, platform
from models.wallet.ledger import Move, post
from models.wallet.tables import AccountKind, TransferKind, WalletTransactionType
from models.wallet.transactions import write_down

TIMERS = (
    "escrow.release",
    "escrow.alarm",
    "escrow.limit",
    "payment.presume_complete",
    "service.redo",
    "service.remind",
    "service.ask",
    "service.escalate",
)
"""Everything that could still happen to a hold by itself."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else the end of a hold touches."""

    proposal: Settlement | None
    debts: list[Chargeback]


async def surroundings_of(*held: HeldPayment) -> dict[UUID, Surroundings]:
    """By request; all of it changes under locks that these hold."""
    ids = [each.request.id for each in held]
    waiting = await Settlement.filter(payment_request_id__in=ids, status=SettlementStatus.PROPOSED)
    proposals = {row.payment_request_id: row for row in waiting}
    debts = await debts_of(*(each.wallet.owner_id for each in held))
    return {
        each.request.id: Surroundings(proposals.get(each.request.id), debts[each.wallet.owner_id]) for each in held
    }


async def end_hold(
    request: PaymentRequest,
    escrow: EscrowPayment,
    wallet: Wallet,
    *,
    client_part: Decimal,
    by: EndedBy,
    around: Surroundings | None = None,
) -> list[Happening]:
    """Give `client_part` of the amount back to the card and the rest to the handyman; all of it is held.

    The service fee goes back with a full refund only (R-13). Of a chargeback, the bank has the client's part
    already. Returns what there is to tell.
    """
    worker_part = escrow.amount - client_part
    if not 0 <= client_part <= escrow.amount:
        raise ValueError("the parts make the whole")
    await _close(escrow, client_part, by)
    await cancel(escrow.id, *TIMERS)
    await (lapse_settlement(request) if around is None else lapse(around.proposal))
    told = []
    if client_part and by is not EndedBy.CHARGEBACK:
        returned = client_part + (0 if worker_part else request.fee)
        await _refund(request, escrow, client_part, returned)
        more = {"escrow_id": str(escrow.id), "amount": str(client_part), "returned": str(returned)}
        to = (request.client_id,) if worker_part else both(request)
        told.append(Happening("escrow.refunded", to, more=more))
    if worker_part:
        await _pay_out(escrow, wallet, worker_part)
        await collect_debt(wallet, escrow.id, None if around is None else around.debts)
        more = {"escrow_id": str(escrow.id), "amount": str(worker_part)}
        told.append(Happening("escrow.released", (request.worker_id,), more=more))
    return told


async def _close(escrow: EscrowPayment, client_part: Decimal, by: EndedBy) -> None:
    now = await current().now()
    escrow.ended_by, escrow.refunded_amount = by, client_part
    escrow.dispute_id = escrow.paused_at = None
    if client_part < escrow.amount:
        escrow.status, escrow.released_at = EscrowStatus.RELEASED, now
    else:
        escrow.status, escrow.refunded_at = EscrowStatus.REFUNDED, now
    await current().change(
        escrow, "status", "ended_by", "refunded_amount", "dispute_id", "paused_at", "released_at", "refunded_at"
    )


async def _refund(request: PaymentRequest, escrow: EscrowPayment, part: Decimal, returned: Decimal) -> None:
    """Book the client's part as owed to the card, and have it sent."""
    moves: list[Move] = [
        (await platform(AccountKind.ESCROW), -part),
        (await platform(AccountKind.UNAPPLIED), returned),
    ]
    if returned != part:
        moves.append((await platform(AccountKind.REVENUE), part - returned))
    await post(TransferKind.ESCROW_REFUNDED, f"escrow_refunded:{escrow.id}", moves)
    owed = await ProviderRefund.create(
        id=new_id(),
        payment_request_id=request.id,
        stripe_payment_intent_id=request.stripe_payment_intent_id,
        amount=returned,
        reason=f"escrow_{escrow.ended_by}",
        created_at=await current().now(),
    )
    await record("refund.intended", provider_refund_id=str(owed.id))


async def _pay_out(escrow: EscrowPayment, wallet: Wallet, part: Decimal) -> None:
    transfer = await post(
        TransferKind.ESCROW_RELEASED,
        f"escrow_released:{escrow.id}",
        [(await platform(AccountKind.ESCROW), -part), (wallet.earnings, part)],
    )
    await write_down(
        wallet,
        WalletTransactionType.PAYMENT_RECEIVED,
        part,
        transfer=transfer,
        reference_id=escrow.id,
        description="payment.received",
    )
