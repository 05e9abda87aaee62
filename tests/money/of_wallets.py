"""Wallets: money comes in at once, later or never; budgets, pauses and wallets that fill themselves."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from models.payouts.return_deposit import return_deposit
from models.wallet.deposit import begin_deposit
from models.wallet.look_at_deposit import look_at_deposit
from models.wallet.remove_card import remove_card
from models.wallet.set_auto_reload import set_auto_reload
from models.wallet.set_budget import set_budget
from models.wallet.settle_deposit import settle_session
from models.wallet.tables import Deposit, DepositMethod
from tests.money.deed import Act, deed
from tests.money.seen import Row


async def begin(act: Act, method: DepositMethod) -> Any:
    """As the edge does: intend, call, settle."""
    worker = act.row["worker_id"]
    amount = Decimal(act.chance.randrange(300_00, 1200_00)) / 100
    is_saved = method is DepositMethod.CARD and act.how % 2 == 1
    begun = await begin_deposit(by=worker, amount=amount, method=method, save_card=is_saved, key=act.key)
    session = await act.processor.create_checkout(
        key=str(begun.id),
        amount=begun.amount,
        metadata={"deposit_id": str(begun.id), "worker_id": str(begun.worker_id)},
        save_card=begun.save_card,
    )
    await settle_session(session)
    return begun


@deed("workers")
async def deposits_by_card(act: Act) -> Any:
    return await begin(act, DepositMethod.CARD)


@deed("workers")
async def deposits_at_oxxo(act: Act) -> Any:
    return await begin(act, DepositMethod.OXXO)


@deed("workers")
async def deposits_by_spei(act: Act) -> Any:
    return await begin(act, DepositMethod.SPEI)


@deed("pages", lambda row: row["for"] == "card", "deposits_by_card")
async def pays_deposit(act: Act) -> Any:
    act.processor.pays(act.row["id"])


@deed("pages", lambda row: row["for"] in {"oxxo", "spei"}, "deposits_at_oxxo deposits_by_spei")
async def takes_voucher(act: Act) -> Any:
    act.processor.takes_voucher(act.row["id"])


@deed("vouchers", otherwise="takes_voucher")
async def pays_voucher(act: Act) -> Any:
    act.processor.ends_voucher(act.row["id"], paid=True)


@deed("vouchers", otherwise="takes_voucher")
async def lets_voucher_lapse(act: Act) -> Any:
    act.processor.ends_voucher(act.row["id"], paid=False)


@deed("pages", lambda row: row["for"] != "request", "deposits_by_card deposits_at_oxxo deposits_by_spei")
async def leaves_page(act: Act) -> Any:
    act.processor.runs_out(act.row["id"])


@deed("deposits", lambda row: row["session"] and row["status"] != "completed", "pays_deposit takes_voucher")
async def comes_back_with_deposit(act: Act) -> Any:
    """From the processor's page, before or after the webhook."""
    if act.row["session"] is None:
        return
    session = await act.processor.get_checkout(act.row["session"])
    await settle_session(session)
    if session.status == "complete" and session.payment_status == "unpaid" and session.payment_intent_id:
        deposit = await Deposit.get(id=act.row["id"])
        await look_at_deposit(deposit, session.payment_intent_id, act.processor)


def is_returnable(row: Row) -> bool:
    return row["status"] == "completed" and not row["was_charged_back"] and row["left"] > 0


@deed("deposits", is_returnable, "pays_deposit pays_voucher")
async def returns_deposit(act: Act) -> Any:
    """To its card, or by hand what had come in cash or from a bank."""
    amount = Decimal(act.chance.randint(1, max(1, int(act.row["left"] * 100)))) / 100
    by_hand = None if act.row["method"] == "card" else f"SPEI {act.command.which}"
    admin = act.by(act.cast.admin.id)
    return await return_deposit(act.row["id"], amount, "Lo pide", by=admin, bank_reference=by_hand, key=act.key)


@deed("workers")
async def raises_budget(act: Act) -> Any:
    limit = act.row["spent"] + act.chance.randrange(500, 3000)
    await set_budget(by=act.row["worker_id"], budget_limit=limit, key=act.key)


@deed("workers")
async def lowers_budget(act: Act) -> Any:
    limit = max(Decimal(300), act.row["spent"] - act.chance.randrange(400))
    await set_budget(by=act.row["worker_id"], budget_limit=limit, key=act.key)


@deed("workers", lambda row: not row["is_paused"], "resumes")
async def pauses(act: Act) -> Any:
    await set_budget(by=act.row["worker_id"], is_paused=True, key=act.key)


@deed("workers", lambda row: row["is_paused"], "pauses")
async def resumes(act: Act) -> Any:
    await set_budget(by=act.row["worker_id"], is_paused=False, key=act.key)


@deed("workers", lambda row: row["has_card"] and not row["reloads"], "keeps_card")
async def sets_reload(act: Act) -> Any:
    threshold = Decimal(act.chance.randrange(200, 3000))
    await set_auto_reload(by=act.row["worker_id"], enabled=True, threshold=threshold, key=act.key)


@deed("workers", lambda row: row["reloads"], "sets_reload")
async def stops_reload(act: Act) -> Any:
    await set_auto_reload(by=act.row["worker_id"], enabled=False, key=act.key)


@deed("cards", lambda row: row["removed_at"] is None, "keeps_card")
async def removes_card(act: Act) -> Any:
    card_id: UUID = act.row["id"]
    await remove_card(card_id, by=act.by(act.row["worker_id"]).id, key=act.key)
