"""The same for money: asked for, paid, held, argued about, given back."""

from datetime import datetime, timedelta
from decimal import Decimal

from models.disputes.add_evidence import add_evidence
from models.disputes.answer import answer
from models.disputes.ask import Asked, For, Question, ask
from models.disputes.escalate import escalate
from models.disputes.reopen import reopen_unless_redone
from models.disputes.resolve import Decision, resolve
from models.disputes.tables import ResolutionType
from models.payments.accept_settlement import accept_settlement
from models.payments.cancel import cancel
from models.payments.confirm_complete import PRESUMED_AFTER, confirm_complete
from models.payments.decline import decline
from models.payments.decline_settlement import expire_settlement
from models.payments.expire import expire_request
from models.payments.finish_closing import finish_closing
from models.payments.intend_checkout import intend_checkout
from models.payments.overdue_work import AFTER
from models.payments.presume_complete import presume_complete
from models.payments.propose_settlement import propose_settlement
from models.payments.release import release
from models.payments.settle import settle_intent, settle_refused, settle_session
from models.payments.settle_chargeback import settle_chargeback
from models.payments.tables import Settlement
from models.people.tables import User
from models.timer_effects import EFFECTS
from models.uploads.tables import Purpose
from models.wallet.deposit import begin_deposit
from models.wallet.settle_deposit import settle_deposit
from models.wallet.tables import DepositMethod
from tests import a, build_chat, build_payments
from tests.moment import stand_still_at
from tests.realtime.stories import both, tells
from tests.realtime.verify import Check


@tells("payment.requested", "payment.declined", "payment.cancelled", "payment.expired", "payment.pending")
async def payments_that_come_to_nothing(check: Check) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await both(opened)

    async def ask() -> None:
        first = await build_payments.payment_request(opened)
        await decline(first.id, by=client)
        second = await build_payments.payment_request(opened)
        await cancel(second.id, by=worker)

    await check.talk(opened, ask)
    late = await build_payments.payment_request(opened)
    await intend_checkout(late.id, by=client)
    news = build_payments.completed(late, payment_status="unpaid", payment_intent_id=None)
    await check.talk(opened, lambda: settle_session(news))
    asked = await build_payments.payment_request(opened)
    _, page = await intend_checkout(asked.id, by=client)
    await check.talk(opened, lambda: cancel(asked.id, by=worker))
    await settle_refused(page.id)
    await check.talk(opened, lambda: finish_closing(asked.id))
    last = await build_payments.payment_request(opened)
    await stand_still_at(last.expires_at)
    await check.talk(opened, lambda: expire_request(last.id, at=last.expires_at))


@tells("payment.paid", "service.marked_complete", "service.confirmed", "escrow.released", "payment.returned")
async def a_payment_made_done_and_released(check: Check) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await both(opened)
    asked = await build_payments.payment_request(opened)

    async def finish_work() -> None:
        await settle_intent(build_payments.captured(asked))
        await settle_intent(build_payments.captured(asked))
        await confirm_complete(asked.id, by=worker)
        await confirm_complete(asked.id, by=client)

    await check.talk(opened, finish_work)
    escrow = await build_payments.escrow_of(asked)
    assert escrow.release_at is not None
    due_at = escrow.release_at
    await stand_still_at(due_at)
    await check.talk(opened, lambda: release(escrow.id, at=due_at))


@tells("service.presumed_complete")
async def a_client_who_says_nothing(check: Check) -> None:
    opened = await build_chat.conversation(revealed=True)
    marked = await build_payments.marked_request(opened)
    escrow = await build_payments.escrow_of(marked)
    assert escrow.worker_confirmed_at is not None
    at = escrow.worker_confirmed_at + PRESUMED_AFTER
    await stand_still_at(at)
    await check.talk(opened, lambda: presume_complete(escrow.id, at=at))


@tells(
    "dispute.answered",
    "dispute.evidence_added",
    "dispute.evidence_asked",
    "dispute.call_proposed",
    "dispute.escalated",
    "dispute.resolved",
    "escrow.refunded",
)
async def a_dispute_to_its_end(check: Check) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await both(opened)
    dispute = await build_payments.disputed(await build_payments.paid_request(opened), client)
    photo = await a.upload(client, Purpose.EVIDENCE)
    agent, admin = await a.support(), await a.admin()

    async def argue() -> None:
        await answer(dispute.id, by=worker, text="Quedó probado y sin fugas")
        await add_evidence(dispute.id, by=client, upload_id=photo.id)
        await ask(dispute.id, Question(Asked.WORKER, For.EVIDENCE, "Una foto"), by=agent)
        call_at = dispute.created_at + timedelta(days=1)
        await ask(dispute.id, Question(Asked.BOTH, For.CALL, "¿Hablamos?", call_at), by=agent)
        await escalate(dispute.id, by=agent, summary="Se propone repartir")

    await check.talk(opened, argue)
    split = Decision(
        ResolutionType.PARTIAL_REFUND, "Mitad y mitad", refund_amount=Decimal("400.00"), to_client="Ok"
    )
    await check.talk(opened, lambda: resolve(dispute.id, split, by=admin))


@tells("dispute.reopened")
async def work_that_is_to_be_done_again_and_is_not(check: Check) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, _ = await both(opened)
    dispute = await build_payments.disputed(await build_payments.confirmed_request(opened), client)
    until = dispute.created_at + timedelta(days=3)
    again = Decision(ResolutionType.REDO, "Que lo repita", redo_due_at=until)
    admin = await a.admin()
    await check.talk(opened, lambda: resolve(dispute.id, again, by=admin))
    await stand_still_at(until)
    await check.talk(opened, lambda: reopen_unless_redone(dispute.escrow_payment_id, at=until))


@tells(
    "settlement.proposed",
    "settlement.declined",
    "settlement.withdrawn",
    "settlement.expired",
    "settlement.accepted",
)
async def splits_that_are_refused_and_one_that_is_taken(check: Check) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await both(opened)
    paid = await build_payments.paid_request(opened)

    async def offer(by: User, part: str) -> Settlement:
        return await propose_settlement(paid.id, by=by, client_amount=Decimal(part))

    async def haggle() -> None:
        await offer(client, "900.00")
        await offer(client, "700.00")
        await offer(worker, "100.00")

    await check.talk(opened, haggle)
    last = await Settlement.get(payment_request_id=paid.id, status="proposed")
    await stand_still_at(last.expires_at)
    await check.talk(opened, lambda: expire_settlement(last.id, at=last.expires_at))
    taken = await offer(worker, "300.00")
    await check.talk(opened, lambda: accept_settlement(taken.id, by=client))


@tells("service.reminded", "service.asked", "service.overdue")
async def work_that_nobody_says_is_done(check: Check) -> None:
    opened = await build_chat.conversation(revealed=True)
    escrow = await build_payments.escrow_of(await build_payments.paid_request(opened))
    for kind, after in AFTER.items():
        at = escrow.created_at + after
        await stand_still_at(at)

        async def fire(kind: str = kind, at: datetime = at) -> None:
            await EFFECTS[kind](escrow.id, at=at)

        await check.talk(opened, fire)


@tells("deposit.completed", "deposit.returned")
async def deposits_that_fill_the_wallet_and_one_too_many(check: Check) -> None:
    worker = await a.worker()
    begun = await begin_deposit(by=worker.id, amount=Decimal("500.00"), method=DepositMethod.CARD, key=None)
    for intent in ("pi_1", "pi_2"):

        async def told(intent: str = intent) -> None:
            await settle_deposit(begun.id, intent, begun.amount, "mxn", paid=True)

        await check.person(worker, told)


@tells("chargeback.opened", "chargeback.closed")
async def a_bank_that_takes_a_held_payment_back(check: Check) -> None:
    opened = await build_chat.conversation(revealed=True)
    paid = await build_payments.paid_request(opened)
    for status in ("needs_response", "lost"):
        news = build_payments.taken_back(paid.stripe_payment_intent_id, paid.total, status)
        await check.talk(opened, lambda news=news: settle_chargeback(news))


@tells("deposit.charged_back", "deposit.chargeback_won")
async def a_bank_that_takes_a_deposit_back_and_returns_it(check: Check) -> None:
    worker = await a.worker()
    begun = await begin_deposit(by=worker.id, amount=Decimal("500.00"), method=DepositMethod.CARD, key=None)
    await settle_deposit(begun.id, "pi_1", begun.amount, "mxn", paid=True)
    for status in ("needs_response", "won"):
        news = build_payments.taken_back("pi_1", begun.amount, status)
        await check.person(worker, lambda news=news: settle_chargeback(news))
