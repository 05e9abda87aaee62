"""What a suspension does to money that is asked for or held (R-16): nobody pays, and clocks stand still."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.chat.tables import Conversation
from models.db import current, hold
from models.payments.clocks import restart_clocks, stop_clocks
from models.payments.closing import begin_to_close
from models.payments.happened import Happening, both, happened_to
from models.payments.stopped import has_released
from models.payments.tables import EscrowPayment, EscrowStatus, PaymentRequest, RequestStatus
from models.people.suspended import any_suspended
from models.people.tables import Role, User


@dataclass(frozen=True, slots=True)
class Money:
    """A payment that may still come to something, locked."""

    request: PaymentRequest
    escrow: EscrowPayment | None
    """While it is held."""
    conversation: Conversation


async def hold_money_of(user: User) -> list[Money]:
    """Every payment of a held user's that is asked for or held. Nobody asks for more meanwhile: that holds him."""
    side = {"worker_id" if user.role == Role.WORKER else "client_id": user.id}
    pending = await PaymentRequest.filter(**side, status=RequestStatus.PENDING).values_list("id", flat=True)
    of_request = {f"payment_request__{column}": value for column, value in side.items()}
    paid = await _held(**of_request)
    keys = {UUID(str(key)) for key in pending} | {escrow.payment_request_id for escrow in paid}
    requests = await hold(PaymentRequest, *sorted(keys))
    # What was asked for may have been paid, and what was held have ended, before these locks were ours.
    found = await hold(EscrowPayment, *(each.id for each in await _held(payment_request_id__in=list(keys))))
    escrows = {escrow.payment_request_id: escrow for escrow in found}
    talks = await hold(Conversation, *{request.conversation_id for request in requests})
    conversations = {talk.id: talk for talk in talks}
    return [
        Money(request, escrows.get(request.id), conversations[request.conversation_id]) for request in requests
    ]


async def stop_money(money: list[Money]) -> None:
    """Cancel what is asked for, stop the clocks of what is held; the user is shut out already."""
    told, now = [], await current().now()
    for one in money:
        happenings: list[Happening] = []
        if one.request.status is RequestStatus.PENDING and one.request.closing_as is None:
            happenings = await begin_to_close(one.request, one.conversation, RequestStatus.CANCELLED)
        elif one.escrow is not None and one.escrow.paused_at is None and not is_late(one.escrow, now):
            await stop_clocks(one.escrow)
            happenings = [paused(one.request, one.escrow)]
        told.append((one.request, one.conversation, happenings))
    await happened_to(*told)


async def restart_money(money: list[Money]) -> None:
    """The user is back: clocks go on, unless the other side is suspended too."""
    told = []
    for one in money:
        if one.escrow is None or one.escrow.paused_at is None or await any_suspended(*both(one.request)):
            continue
        await restart_clocks(one.request, one.escrow)
        told.append((one.request, one.conversation, [resumed(one.request, one.escrow)]))
    await happened_to(*told)


def is_late(escrow: EscrowPayment, now: datetime) -> bool:
    """Released already, but for its timer (R-19)."""
    return escrow.dispute_id is None and escrow.chargeback_id is None and has_released(escrow, now)


def paused(request: PaymentRequest, escrow: EscrowPayment) -> Happening:
    return Happening("escrow.paused", both(request), more={"escrow_id": str(escrow.id)})


def resumed(request: PaymentRequest, escrow: EscrowPayment) -> Happening:
    release_at = escrow.release_at and escrow.release_at.isoformat()
    return Happening("escrow.resumed", both(request), more={"escrow_id": str(escrow.id), "release_at": release_at})


async def _held(**of: object) -> list[EscrowPayment]:
    return await EscrowPayment.filter(**of, status=EscrowStatus.HELD)
