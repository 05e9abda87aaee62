"""Timers that share a commit do what they do alone: each at its own instant, each once, none harmed by another."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from models import timers_work
from models.chat.tables import Conversation, Message
from models.db import transaction
from models.engine_tables import OutboxRow, Timer
from models.leads.refund import refund_all_due
from models.notices.tables import Notice
from models.payments.audit import audit as audit_payments
from models.payments.propose_settlement import propose_settlement
from models.payments.tables import Settlement, SettlementStatus
from models.timers import Due, cancel
from models.wallet.accounts import balance_of, platform
from models.wallet.audit import audit as audit_wallets
from models.wallet.ledger import post
from models.wallet.tables import AccountKind, Transfer, TransferKind, WalletTransaction, WeeklyBudget
from tasks.timers import fire_due, in_turn
from tests import a, build_leads, build_payments
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")

KINDS = ["lead.refund_reminder", "lead.refund", "escrow.release"]


async def unanswered(count: int) -> list[Any]:
    """Purchases of one handyman, to each of which he wrote."""
    worker = await a.funded(await a.worker(), 1000)
    bought = [await build_leads.purchase(worker, price=Decimal(10 * number)) for number in range(1, count + 1)]
    for each in bought:
        await a.words_of_worker(each)
    return bought


async def only(*kinds: str) -> None:
    await Timer.filter(kind__not_in=kinds).delete()


async def rows_of(kind: str) -> list[Message]:
    return [row for row in await Message.all().order_by("id") if row.event and row.event["kind"] == kind]


async def later_than_all() -> None:
    last = await Timer.filter(kind__in=KINDS).order_by("-due_at").first()
    assert last is not None
    await stand_still_at(last.due_at)


async def adds_up() -> None:
    assert await audit_wallets() == []
    assert await audit_payments() == []


@pytest.mark.req("REF-01", "REF-06", "R-04", "R-10", "R-19", "C10")
async def test_reminders_then_refunds_each_at_its_own_instant() -> None:
    bought = await unanswered(4)
    await only("lead.refund_reminder", "lead.refund")
    await later_than_all()
    assert await fire_due() == 8
    assert len(await rows_of("lead.refund_reminder")) == 4
    refunded = {row.conversation_id: row for row in await rows_of("lead.refunded")}
    for each in bought:
        assert refunded[each.conversation.id].created_at == build_leads.due(each)
    worker_id = bought[0].purchase.worker_id
    assert await balance_of(worker_id) == Decimal(1000)
    week = await WeeklyBudget.get(worker_id=worker_id)
    assert week.spent_amount == 0
    after = await WalletTransaction.filter(transaction_type="refund").order_by("id").values_list("balance_after")
    assert [row[0] for row in after] == [Decimal(910), Decimal(930), Decimal(960), Decimal(1000)]
    told = await Notice.filter(user_id=worker_id).order_by("seq").values_list("seq", flat=True)
    assert list(told) == list(range(1, len(told) + 1))
    assert await OutboxRow.filter(event="lead.refunded").count() == 4
    assert not await Timer.exists()
    await adds_up()


@pytest.mark.req("REF-03", "R-04")
async def test_who_was_answered_among_them_keeps_his_sale() -> None:
    bought = await unanswered(3)
    await build_leads.answered(bought[1])
    await refund_all_due([Due(each.purchase.id, build_leads.due(each)) for each in bought])
    assert {row.conversation_id for row in await rows_of("lead.refunded")} == {
        each.conversation.id for each in (bought[0], bought[2])
    }
    await adds_up()


@pytest.mark.req("ESC-13", "R-13", "R-14")
async def test_releases_among_them_one_with_a_proposal_and_one_disputed() -> None:
    worker = await a.worker()
    confirmed = [await a.confirmed_request(await a.talk(worker)) for _ in range(4)]
    client, _ = await a.sides(confirmed[1])
    await propose_settlement(confirmed[1].id, by=client, client_amount=Decimal(100))
    await build_payments.disputed(confirmed[2], await _client_of(confirmed[2]))
    await only("escrow.release")
    await later_than_all()
    while await fire_due():
        pass
    released = {row.conversation_id for row in await rows_of("escrow.released")}
    assert released == {confirmed[number].conversation_id for number in (0, 1, 3)}
    assert (await Settlement.get()).status is SettlementStatus.LAPSED
    assert await Transfer.filter(kind=TransferKind.ESCROW_RELEASED).count() == 3
    await adds_up()


async def _client_of(request: Any) -> Any:
    return (await a.sides(request))[0]


@pytest.mark.req("R-19")
async def test_fired_twice_at_once_there_is_one_effect_each() -> None:
    bought = await unanswered(3)
    due = [Due(each.purchase.id, build_leads.due(each)) for each in bought]
    await asyncio.gather(*(refund_all_due(due[::step]) for step in (1, -1, 1)))
    assert len(await rows_of("lead.refunded")) == 3
    await adds_up()


@pytest.mark.req("R-19", "NOTE-02")
async def test_one_that_breaks_harms_no_other() -> None:
    bought = await unanswered(3)
    await only("lead.refund")
    # its money has moved already, which the ledger allows once
    async with transaction():
        ours, bank = await platform(AccountKind.REVENUE), await platform(AccountKind.BANK)
        cause = f"lead_refund:{bought[1].purchase.id}:1"
        await post(TransferKind.ADJUSTMENT, cause, [(ours, Decimal(1)), (bank, Decimal(-1))])
    await later_than_all()
    assert await fire_due() == 3
    assert {row.conversation_id for row in await rows_of("lead.refunded")} == {
        each.conversation.id for each in (bought[0], bought[2])
    }
    [left] = await Timer.all()
    assert (left.subject_id, left.attempts) == (bought[1].purchase.id, 1)


async def test_what_a_commit_shares_is_of_one_kind_and_keeps_a_subjects_order() -> None:
    bought = await unanswered(2)
    await only("lead.refund_reminder", "lead.refund")
    await later_than_all()
    timers = await timers_work.claim_due(100)
    groups = [[timer.kind for timer in group] for group in in_turn(timers)]
    assert groups == [["lead.refund_reminder"] * 2, ["lead.refund"] * 2]
    timers[0].attempts = 2
    assert [len(group) for group in in_turn(timers)] == [1, 1, 2]
    async with transaction():
        await cancel(bought[0].purchase.id, "lead.refund", "lead.refund_reminder")
    assert await Conversation.all().count() == 2
