"""The same for what staff decide: a suspension that stops money, decisions about it, debts given up."""

from decimal import Decimal

from models.chat.flag import flag
from models.chat.tables import FlagReason
from models.disputes.escalate import escalate
from models.disputes.sla import say_overdue, sla_due_at
from models.payments.decide import DecisionKind, StaffDecision, decide
from models.payments.limits import ALARM_AFTER, sound_alarm
from models.payments.overdue_work import AFTER, escalate_work
from models.payments.tables import EscrowPayment
from models.payments.write_off import write_off
from models.payouts.return_deposit import return_deposit
from models.people.reinstate import reinstate
from models.people.suspend import suspend
from models.wallet.deposit import begin_deposit
from models.wallet.settle_deposit import settle_deposit
from models.wallet.tables import DepositMethod
from tests import a, build_chat, build_payments
from tests.realtime.stories import both, tells
from tests.realtime.verify import Check


@tells("payment.cancelled", "escrow.paused", "escrow.resumed", "payment.decided")
async def money_of_the_suspended(check: Check) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await both(opened)
    boss = await a.admin()
    await build_payments.confirmed_request(opened)
    await build_payments.paid_request(opened)
    await build_payments.payment_request(opened)
    await check.side(client, opened, lambda: suspend(worker.id, "Investigación", by=boss.id))
    await check.side(client, opened, lambda: reinstate(worker.id, "Aclarado", by=boss.id))
    await suspend(worker.id, "Otra vez", by=boss.id)
    marked = (await EscrowPayment.filter(completion_confirmed_at=None).get()).payment_request_id
    split = StaffDecision(DecisionKind.SPLIT, "Visto", Decimal("400.00"), to_client="Gracias")
    await check.side(client, opened, lambda: decide(marked, split, by=boss))


@tells("debt.written_off")
async def a_debt_that_is_given_up(check: Check) -> None:
    debt, worker = await build_payments.owing(Decimal("400.00"))
    boss = await a.admin()
    await check.person(worker, lambda: write_off(debt.id, "Cerró su negocio", by=boss))


@tells("desk.dispute_escalated", "desk.dispute_overdue", "desk.work_overdue", "desk.held_long")
async def what_waits_for_the_desk(check: Check) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, _ = await both(opened)
    boss = await a.admin()
    dispute = await build_payments.disputed(await build_payments.paid_request(opened), client)
    late = await build_payments.escrow_of(await build_payments.paid_request(opened))
    await check.person(boss, lambda: escalate(dispute.id, by=boss, summary="Se propone repartir"))
    await check.person(boss, lambda: say_overdue(dispute.id, at=sla_due_at(dispute)))
    work_at = late.created_at + AFTER["service.escalate"]
    await check.person(boss, lambda: escalate_work(late.id, at=work_at))
    await check.person(boss, lambda: sound_alarm(late.id, at=late.created_at + ALARM_AFTER))


@tells("deposit.given_back")
async def a_deposit_that_goes_back(check: Check) -> None:
    worker, boss = await a.worker(), await a.admin()
    begun = await begin_deposit(by=worker.id, amount=Decimal(500), method=DepositMethod.CARD)
    await settle_deposit(begun.id, "pi_1", begun.amount, "mxn", paid=True)
    await check.person(worker, lambda: return_deposit(begun.id, Decimal("100.00"), "Se va", by=boss))


@tells("conversation.flagged", "desk.conversation_flagged")
async def a_conversation_that_is_reported(check: Check) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await both(opened)
    agent = await a.support()
    await check.person(agent, lambda: flag(opened.id, by=worker, reason=FlagReason.SPAM))
    await check.person(client, lambda: flag(opened.id, by=client, reason=FlagReason.SCAM))
