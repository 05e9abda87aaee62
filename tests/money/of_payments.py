"""Payments asked for, paid, paid twice, declined; work done, said to be done, disputed, split."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from models.disputes.answer import answer
from models.disputes.escalate import escalate
from models.disputes.open import open_dispute
from models.disputes.resolve import Decision, resolve
from models.disputes.tables import DisputeType, ResolutionType
from models.disputes.take_on import take_on
from models.payments.accept_settlement import accept_settlement
from models.payments.cancel import cancel
from models.payments.confirm_complete import confirm_complete
from models.payments.decline import decline
from models.payments.decline_settlement import decline_settlement
from models.payments.pay import pay
from models.payments.propose_settlement import propose_settlement
from models.payments.request import request
from models.payments.settle import settle_session
from tests.money.deed import Act, deed
from tests.money.seen import Row


def is_payable(row: Row) -> bool:
    return row["status"] == "pending" and row["closing_as"] is None


def is_held(row: Row) -> bool:
    return row["hold"] == "held" and row["chargeback_id"] is None


def is_quiet(row: Row) -> bool:
    return is_held(row) and row["dispute_id"] is None


def is_contested(row: Row) -> bool:
    """Half of the payments are left in peace, mostly, so that some get as far as their release."""
    return bool(row["id"].int % 2)


@deed(
    "talks",
    lambda row: row["contact_revealed_at"] and row["deleted_at"] is None and row["person"] == "active",
    "answers_handyman",
)
async def asks_for_payment(act: Act) -> Any:
    """One time in three for an amount whose fee ends on half a centavo."""
    pesos = Decimal(act.chance.randrange(10, 3000))
    centavos = Decimal("0.50") if act.how % 3 == 0 else Decimal(act.chance.randrange(100)) / 100
    worker = act.by(act.row["worker_id"])
    return await request(act.row["id"], by=worker, amount=pesos + centavos, description="Cambio", key=act.key)


@deed("payments", is_payable, "asks_for_payment")
async def opens_page(act: Act) -> Any:
    """Half of them pay at once."""
    page = await pay(act.row["id"], by=act.by(act.row["client_id"]), provider=act.processor, key=act.key)
    if page.stripe_session_id and act.command.which % 2:
        act.processor.pays(page.stripe_session_id)


@deed("pages", lambda row: row["for"] == "request", "opens_page")
async def pays_request(act: Act) -> Any:
    act.processor.pays(act.row["id"])


@deed("payments", lambda row: row["is_page_paid"] and row["hold"] is None, "pays_request")
async def comes_back_with_payment(act: Act) -> Any:
    if act.row["session"] is not None:
        await settle_session(await act.processor.get_checkout(act.row["session"]))


@deed("payments", lambda row: row["status"] != "pending", "pays_request declines_request")
async def pays_once_more(act: Act) -> Any:
    """A second capture, or a late one, by a way that we haven't closed."""
    cents = int((act.row["amount"] + act.row["fee"]) * 100)
    act.processor.succeeds(act.processor.intent(cents, {"payment_request_id": str(act.row["id"])}))


@deed("payments", is_payable, "asks_for_payment")
async def pays_something_else(act: Act) -> Any:
    """Another amount, or another currency."""
    cents = int((act.row["amount"] + act.row["fee"]) * 100)
    more = {"currency": "usd"} if act.how % 4 == 0 else {}
    metadata = {"payment_request_id": str(act.row["id"])}
    act.processor.succeeds(act.processor.intent(cents + (act.how % 4), metadata, **more))


@deed("payments", is_payable, "asks_for_payment")
async def declines_request(act: Act) -> Any:
    return await decline(act.row["id"], by=act.by(act.row["client_id"]), key=act.key)


@deed("payments", is_payable, "asks_for_payment")
async def takes_request_back(act: Act) -> Any:
    return await cancel(act.row["id"], by=act.by(act.row["worker_id"]), key=act.key)


PAID = "comes_back_with_payment pays_request"


@deed("payments", lambda row: is_quiet(row) and row["worker_confirmed_at"] is None, PAID)
async def marks_complete(act: Act) -> Any:
    return await confirm_complete(act.row["id"], by=act.by(act.row["worker_id"]), key=act.key)


@deed(
    "payments",
    lambda row: is_quiet(row) and row["worker_confirmed_at"] and row["completion_confirmed_at"] is None,
    "marks_complete",
)
async def confirms(act: Act) -> Any:
    return await confirm_complete(act.row["id"], by=act.by(act.row["client_id"]), key=act.key)


@deed("payments", lambda row: is_quiet(row) and is_contested(row), PAID)
async def opens_dispute(act: Act) -> Any:
    side = act.row["client_id"] if act.how % 3 else act.row["worker_id"]
    return await open_dispute(
        act.row["id"], by=act.by(side), dispute_type=DisputeType.PAYMENT, description="Volvió", key=act.key
    )


def is_open(row: Row) -> bool:
    return row["status"] != "resolved" and row["chargeback_id"] is None


@deed("disputes", lambda row: is_open(row) and row["answer"] is None, "opens_dispute")
async def answers_dispute(act: Act) -> Any:
    other = "worker_id" if act.row["raised_by_id"] == act.row["client_id"] else "client_id"
    return await answer(act.row["id"], by=act.by(act.row[other]), text="No es así", key=act.key)


@deed("disputes", lambda row: row["status"] == "open", "opens_dispute")
async def takes_dispute_on(act: Act) -> Any:
    return await take_on(act.row["id"], by=act.by(act.cast.support.id), key=act.key)


@deed("disputes", lambda row: row["status"] in {"open", "in_progress"}, "opens_dispute")
async def escalates(act: Act) -> Any:
    return await escalate(act.row["id"], by=act.by(act.cast.support.id), summary="Difícil", key=act.key)


async def decide(act: Act, kind: ResolutionType, **more: Any) -> Any:
    staff = act.cast.admin if act.row["status"] == "escalated" else act.cast.support
    decision = Decision(kind, "Visto", **more)
    return await resolve(act.row["id"], decision, by=act.by(staff.id), key=act.key)


def part_of(act: Act, amount: Decimal) -> Decimal:
    """In centavos, more than nothing and less than all."""
    return Decimal(act.chance.randrange(1, int(amount * 100))) / 100


@deed("disputes", is_open, "opens_dispute")
async def decides_for_client(act: Act) -> Any:
    return await decide(act, ResolutionType.FULL_REFUND)


@deed("disputes", is_open, "opens_dispute")
async def decides_to_split(act: Act) -> Any:
    part = part_of(act, act.row["amount"])
    return await decide(act, ResolutionType.PARTIAL_REFUND, refund_amount=part)


@deed("disputes", is_open, "opens_dispute")
async def decides_for_handyman(act: Act) -> Any:
    return await decide(act, ResolutionType.PAYMENT_TO_WORKER)


@deed("disputes", is_open, "opens_dispute")
async def decides_for_redo(act: Act) -> Any:
    until = act.processor.now + timedelta(days=1 + act.how % 5)
    return await decide(act, ResolutionType.REDO, redo_due_at=until)


@deed("disputes", is_open, "opens_dispute")
async def decides_nothing(act: Act) -> Any:
    return await decide(act, ResolutionType.OTHER)


@deed("payments", lambda row: is_held(row) and is_contested(row), PAID)
async def offers_split(act: Act) -> Any:
    side = act.row["client_id"] if act.how % 2 else act.row["worker_id"]
    ends = {0: Decimal(0), 1: act.row["amount"]}
    part = ends.get(act.how % 7) or part_of(act, act.row["amount"])
    return await propose_settlement(act.row["id"], by=act.by(side), client_amount=part, key=act.key)


def is_offered(row: Row) -> bool:
    return row["status"] == "proposed" and row["chargeback_id"] is None


@deed("offered", is_offered, "offers_split")
async def accepts_split(act: Act) -> Any:
    return await accept_settlement(act.row["id"], by=act.by(act.row["other_id"]), key=act.key)


@deed("offered", is_offered, "offers_split")
async def declines_split(act: Act) -> Any:
    return await decline_settlement(act.row["id"], by=act.by(act.row["other_id"]), key=act.key)


@deed("offered", is_offered, "offers_split")
async def withdraws_split(act: Act) -> Any:
    return await decline_settlement(act.row["id"], by=act.by(act.row["proposed_by_id"]), key=act.key)
