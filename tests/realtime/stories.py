"""What happens between people, told so that every kind of row and notice comes up; each ends by being checked."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal

from models.chat.archive import archive
from models.chat.join import join, leave
from models.chat.payloads import Said
from models.chat.read import read
from models.chat.send import send
from models.chat.tables import Conversation
from models.disputes.open import open_dispute
from models.disputes.tables import DisputeType
from models.leads.refund import refund_due
from models.leads.remind import nudge_after_an_hour, remind
from models.leads.tables import LeadPurchase
from models.notices.read import read as read_notices
from models.payments.cancel import cancel
from models.payments.confirm_complete import PRESUMED_AFTER, confirm_complete
from models.payments.decline import decline
from models.payments.expire import expire_request
from models.payments.finish_closing import finish_closing
from models.payments.intend_checkout import intend_checkout
from models.payments.presume_complete import presume_complete
from models.payments.release import release
from models.payments.settle import settle_intent, settle_refused, settle_session
from models.people.tables import User
from models.uploads.finish import Facts, finish
from models.uploads.tables import Purpose, UploadState
from models.wallet.deposit import begin_deposit
from models.wallet.settle_deposit import settle_deposit
from models.wallet.tables import DepositMethod
from models.workers.approve import approve
from models.workers.reject import reject
from models.workers.request_changes import request_changes
from models.workers.tables import RejectionReason
from tests import a, build_chat, build_leads, build_payments
from tests.moment import stand_still_at
from tests.realtime.verify import Check

Story = Callable[[Check], Awaitable[None]]

STORIES: dict[str, tuple[frozenset[str], Story]] = {}


def tells(*kinds: str) -> Callable[[Story], Story]:
    """A story, and the rows and notices that it has to bring up."""

    def keep(story: Story) -> Story:
        STORIES[story.__name__] = frozenset(kinds), story
        return story

    return keep


async def both(opened: Conversation) -> tuple[User, User]:
    return await User.get(id=opened.client_id), await User.get(id=opened.worker_id)


@tells("contact.revealed")
async def words_before_and_after_the_answer(check: Check) -> None:
    opened = await build_chat.conversation()
    client, worker = await both(opened)

    async def talk() -> None:
        await send(worker, opened.id, build_chat.text("Buenos días"))
        await send(client, opened.id, build_chat.text("Sí, pase"))
        await read(worker, opened.id, 3)
        await send(worker, opened.id, build_chat.text("Voy"))
        await send(client, opened.id, build_chat.text("Gracias"))
        await read(client, opened.id, 5)

    await check.talk(opened, talk)


@tells()
async def the_first_words_that_keep_a_refund_alive(check: Check) -> None:
    opened = await build_chat.conversation()
    await check.talk(opened, lambda: build_chat.says(opened.worker_id, opened, "Buenas tardes"))


@tells("media.ready", "media.refused")
async def photos_sound_and_broken_and_a_resend(check: Check) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await both(opened)
    raw = [await a.upload(worker, Purpose.MESSAGE, state=UploadState.RECEIVED) for _ in range(2)]

    async def show() -> None:
        for number, upload in enumerate(raw):
            photo = Said(client_msg_id=f"p{number}", message_type="image", upload_id=upload.id)
            await send(worker, opened.id, photo)
            await send(worker, opened.id, photo)
        await send(client, opened.id, build_chat.text("Qué bien"))

    await check.talk(opened, show)
    await check.talk(opened, lambda: finish(raw[0].id, Facts(byte_size=9, width=3, height=3)))
    await check.talk(opened, lambda: finish(raw[1].id, None))


@tells("lead.refund_reminder", "lead.refunded")
async def a_reminder_and_a_refund(check: Check) -> None:
    bought = await build_leads.bought_and_written()
    purchase, opened = bought.purchase, bought.conversation
    at = purchase.purchased_at + timedelta(hours=36)
    await stand_still_at(at)
    await check.talk(opened, lambda: remind(purchase.id, at=at))
    await stand_still_at(purchase.refund_eligible_until)
    await check.talk(opened, lambda: refund_due(purchase.id, at=purchase.refund_eligible_until))


@tells("lead.nudge")
async def a_refund_that_lapses(check: Check) -> None:
    opened = await build_chat.conversation()
    purchase = await LeadPurchase.get(id=opened.purchase_id)
    at = purchase.purchased_at + timedelta(hours=1)
    await stand_still_at(at)
    await check.talk(opened, lambda: nudge_after_an_hour(purchase.id, at=at))
    _, worker = await both(opened)
    await check.talk(opened, lambda: read_notices(worker.id, 100))
    before = purchase.refund_eligible_until - timedelta(seconds=1)
    await stand_still_at(before)

    async def lapse() -> None:
        await stand_still_at(purchase.refund_eligible_until)
        await refund_due(purchase.id, at=purchase.refund_eligible_until)

    await check.talk(opened, lapse)


@tells()
async def putting_aside_and_what_takes_it_back(check: Check) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await both(opened)
    await check.talk(opened, lambda: archive(client, opened.id))
    await check.talk(opened, lambda: send(worker, opened.id, build_chat.text("¿Sigue ahí?")))


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


@tells("dispute.opened", "support.joined", "support.left")
async def trouble_and_support(check: Check) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, _ = await both(opened)
    paid = await build_payments.paid_request(opened)
    agent = await a.support()

    async def complain() -> None:
        await open_dispute(paid.id, by=client, dispute_type=DisputeType.QUALITY, description="Sigue goteando.")
        await join(agent, opened.id)
        await send(agent, opened.id, build_chat.text("Soy Ana, de Soporte"))

    await check.talk(opened, complain)
    await check.talk(opened, lambda: leave(agent, opened.id))


@tells("lead.new", "lead.purchased")
async def a_lead_that_is_sent_and_bought(check: Check) -> None:
    worker, client = await a.funded(await a.worker()), await a.client()
    await check.person(worker, lambda: a.lead(worker, client=client))
    lead = await a.lead(worker, client=client)
    await check.person(client, lambda: build_leads.purchase(worker, of=lead))


@tells("deposit.completed", "deposit.returned")
async def deposits_that_fill_the_wallet_and_one_too_many(check: Check) -> None:
    worker = await a.worker()
    begun = await begin_deposit(by=worker.id, amount=Decimal("500.00"), method=DepositMethod.CARD, key=None)
    for intent in ("pi_1", "pi_2"):

        async def told(intent: str = intent) -> None:
            await settle_deposit(begun.id, intent, begun.amount, "mxn", paid=True)

        await check.person(worker, told)


@tells("worker.approved", "worker.rejected", "worker.changes_requested")
async def decisions_about_handymen(check: Check) -> None:
    admin = await a.admin()
    one, two, three = [await a.pending_worker() for _ in range(3)]
    await check.person(one, lambda: approve(one.id, by=admin.id))
    await check.person(two, lambda: reject(two.id, RejectionReason.BELOW_QUALITY, "Foto borrosa", by=admin.id))
    await check.person(three, lambda: request_changes(three.id, "Otra foto, por favor", by=admin.id))
