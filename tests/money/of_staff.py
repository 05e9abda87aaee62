"""Staff shuts and opens accounts and the switch of outgoing money; workers carry out what was intended."""

from typing import Any

from models.engine_tables import OutboxRow
from models.outgoing.freeze import freeze, unfreeze
from models.payments.decide import DecisionKind, StaffDecision, decide
from models.payments.write_off import write_off
from models.people.reinstate import reinstate
from models.people.suspend import suspend
from tasks.event import Event
from tasks.reactions import REACTIONS
from tests.money.deed import DEEDS, Act, Deed, deed
from tests.money.of_payments import is_quiet, part_of
from tests.money.seen import Row


@deed("workers", lambda row: row["suspended"] == 0, "reinstates")
async def suspends(act: Act) -> Any:
    return await suspend(act.row["worker_id"], "Quejas", by=act.cast.admin.id)


@deed("shut", otherwise="suspends")
async def reinstates(act: Act) -> Any:
    return await reinstate(act.row["id"], "Aclarado", by=act.cast.admin.id)


@deed("switch", lambda row: not row["is_on"], "unfreezes")
async def freezes(act: Act) -> Any:
    await freeze("Algo raro", by=act.cast.admin.id)


@deed("switch", lambda row: row["is_on"], "freezes")
async def unfreezes(act: Act) -> Any:
    await unfreeze(by=act.cast.admin.id)


@deed("payments", lambda row: row["paused_at"] and is_quiet(row), "suspends_who_is_owed")
async def decides_stopped_money(act: Act) -> Any:
    kind = list(DecisionKind)[act.how % 4]
    part = part_of(act, act.row["amount"]) if kind is DecisionKind.SPLIT else None
    decision = StaffDecision(kind, "Visto", client_amount=part)
    return await decide(act.row["id"], decision, by=act.by(act.cast.admin.id), key=act.key)


@deed("payments", lambda row: is_quiet(row) and row["suspended"] == 0, "comes_back_with_payment reinstates")
async def suspends_who_is_owed(act: Act) -> Any:
    """Or who owes it: either side's suspension stops the clocks."""
    side = "worker_id" if act.how % 2 else "client_id"
    return await suspend(act.row[side], "Quejas", by=act.cast.admin.id)


@deed("debts", otherwise="bank_keeps_what_was_spent")
async def writes_debt_off(act: Act) -> Any:
    return await write_off(act.row["id"], "Incobrable", by=act.by(act.cast.admin.id), key=act.key)


EVENTS: list[str] = []
OUTGOING = {"refund.intended", "payout.due"}


async def carry_out(row: Row) -> None:
    """The real reactions, with another processor (`tests.money.world`); an order that fails waits."""
    for react in REACTIONS[row["event"]]:
        if react.__module__ in {"tasks.payments", "tasks.deposits", "tasks.payouts"}:
            await react(Event(row["event"], row["facts"], row["occurred_at"], f"{row['id']}"))
    await OutboxRow.filter(id=row["id"]).update(done_at=row["occurred_at"])


async def work(act: Act) -> Any:
    """One time in four the worker dies before it has noted that it was done."""
    if act.row:
        await carry_out(act.row)
        if act.how % 4 == 0:
            await OutboxRow.filter(id=act.row["id"]).update(done_at=None)


def order(verb: str, event: str, otherwise: str) -> None:
    def is_waiting(row: Row) -> bool:
        return row["event"] == event and not (row["is_frozen"] and event in OUTGOING)

    DEEDS[verb] = Deed(verb, "orders", is_waiting, tuple(otherwise.split()), work)
    EVENTS.append(event)


order("closes_page", "checkout.close", "takes_request_back declines_request")
order("gives_back", "refund.intended", "unfreezes pays_once_more decides_for_client")
order("sends_transfer", "payout.due", "unfreezes approves_for_stripe")
order("charges_card", "auto_reload.intended", "sets_reload")
order("keeps_card", "card.paid_with", "comes_back_with_deposit pays_deposit deposits_by_card")
order("forgets_card", "card.unwanted", "removes_card")
order("fetches_voucher", "deposit.pending", "takes_voucher comes_back_with_deposit")
order("asks_about_deposit", "deposit.unsettled", "deposits_by_card")
