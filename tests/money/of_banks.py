"""What banks do with money that had been paid, and what handymen take out."""

from decimal import Decimal
from typing import Any

from models.payouts.approve import approve_withdrawal
from models.payouts.batch import begin_batch, mark_failed, mark_sent
from models.payouts.cancel import cancel_withdrawal
from models.payouts.confirm import confirm_withdrawal, confirmation_token
from models.payouts.refuse import refuse_withdrawal
from models.payouts.request import request_withdrawal
from models.payouts.tables import PayoutDriver, Withdrawal
from tests.build_payouts import ACCOUNT
from tests.money.deed import Act, deed
from tests.money.of_payments import is_contested
from tests.money.seen import Row


def take_back(act: Act, *, all_of_it: bool = False) -> None:
    """All that the card holder paid and hasn't got back, or a part of it."""
    books, intent = act.processor, act.row["intent"]
    left = books.intents[intent]["amount_received"] - books.given_back(intent)
    if left and not any(row["payment_intent"] == intent for row in books.disputes.values()):
        is_all = all_of_it or act.how % 3 != 0
        books.disputes_charge(intent, left if is_all else act.chance.randint(1, left))


@deed(
    "payments",
    lambda row: row["hold"] == "held" and is_contested(row) and not row["was_charged_back"],
    "marks_complete",
)
async def takes_held_money_back(act: Act) -> Any:
    if act.row["intent"] is not None:
        take_back(act)


@deed(
    "payments",
    lambda row: row["hold"] == "released" and not row["was_charged_back"],
    "decides_for_handyman accepts_split",
)
async def takes_released_money_back(act: Act) -> Any:
    if act.row["intent"] is not None:
        take_back(act)


@deed("deposits", lambda row: row["status"] == "completed" and not row["was_charged_back"], "pays_deposit")
async def takes_deposit_back(act: Act) -> Any:
    if act.row["status"] == "completed":
        take_back(act)


@deed(
    "deposits",
    lambda row: row["status"] == "completed" and row["is_spent"] and not row["was_charged_back"],
    "asks_for_withdrawal pays_deposit",
)
async def takes_spent_deposit_back(act: Act) -> Any:
    """More than the wallet holds: the rest is a debt."""
    if act.row["status"] == "completed":
        take_back(act, all_of_it=True)


@deed("surplus", otherwise="pays_once_more")
async def takes_surplus_back(act: Act) -> Any:
    """What we owed to the card anyway."""
    take_back(act)


BACK = "takes_held_money_back takes_released_money_back takes_deposit_back"


@deed("banks", otherwise=BACK)
async def bank_is_convinced(act: Act) -> Any:
    act.processor.decides(act.row["id"], "won")


@deed("banks", otherwise=BACK)
async def bank_keeps_it(act: Act) -> Any:
    act.processor.decides(act.row["id"], "lost")


@deed("owing", otherwise="takes_spent_deposit_back")
async def bank_keeps_what_was_spent(act: Act) -> Any:
    act.processor.decides(act.row["id"], "lost")


@deed("refunds", lambda row: row["status"] == "pending", "gives_back")
async def refund_arrives(act: Act) -> Any:
    act.processor.settles_refund(act.row["id"], "succeeded")


@deed("refunds", lambda row: row["status"] == "pending" or row["is_old"], "gives_back")
async def refund_fails(act: Act) -> Any:
    """The card is closed; a bank may say so days after it has taken the money."""
    act.processor.settles_refund(act.row["id"], "failed")


@deed("workers", lambda row: (row["earnings"] or 0) >= 100 and row["status"] == "active", "decides_for_handyman")
async def asks_for_withdrawal(act: Act) -> Any:
    most = int((act.row["earnings"] or 0) * 100)
    amount = Decimal(act.chance.randint(100_00, max(100_00, most))) / 100
    return await request_withdrawal(by=act.row["worker_id"], amount=amount, key=act.key, **ACCOUNT)


def is_asked(row: Row) -> bool:
    return row["status"] == "requested" and row["confirmed_at"] is None and row["is_fresh"]


def is_confirmed(row: Row) -> bool:
    return row["status"] == "requested" and row["confirmed_at"] and row["person"] == "active"


def is_for_file(row: Row, *statuses: str) -> bool:
    return row["status"] in statuses and row["driver"] == "batch"


@deed("withdrawals", is_asked, "asks_for_withdrawal")
async def follows_link(act: Act) -> Any:
    asked = await Withdrawal.get(id=act.row["id"])
    return await confirm_withdrawal(confirmation_token(asked, act.by(asked.worker_id)))


@deed("withdrawals", is_asked, "asks_for_withdrawal")
async def thinks_again(act: Act) -> Any:
    return await cancel_withdrawal(act.row["id"], by=act.by(act.row["worker_id"]).id, key=act.key)


@deed("withdrawals", is_confirmed, "follows_link")
async def approves_withdrawal(act: Act) -> Any:
    return await approve_withdrawal(act.row["id"], by=act.cast.support.id, key=act.key)


@deed("withdrawals", is_confirmed, "follows_link")
async def approves_for_stripe(act: Act) -> Any:
    return await approve_withdrawal(act.row["id"], by=act.cast.support.id, driver=PayoutDriver.STRIPE, key=act.key)


@deed("transfers", otherwise="sends_transfer")
async def transfer_comes_back(act: Act) -> Any:
    act.processor.fetches_back(act.row["id"])


@deed("withdrawals", lambda row: is_asked(row) or row["status"] == "approved", "asks_for_withdrawal")
async def refuses_withdrawal(act: Act) -> Any:
    return await refuse_withdrawal(act.row["id"], "No procede", by=act.cast.support.id, key=act.key)


@deed("withdrawals", lambda row: is_for_file(row, "approved") and row["person"] == "active", "approves_withdrawal")
async def makes_file(act: Act) -> Any:
    return await begin_batch(by=act.cast.admin.id, key=act.key)


@deed("withdrawals", lambda row: is_for_file(row, "sending"), "makes_file")
async def bank_sends(act: Act) -> Any:
    return await mark_sent(act.row["id"], by=act.cast.admin.id, key=act.key)


@deed("withdrawals", lambda row: is_for_file(row, "sending", "sent"), "makes_file")
async def bank_sends_back(act: Act) -> Any:
    return await mark_failed(act.row["id"], "Cuenta cerrada", by=act.cast.admin.id, key=act.key)
