"""What happens between people, told so that every kind of row and notice comes up; each ends by being checked."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from models.chat.archive import archive
from models.chat.join import join, leave
from models.chat.mute import mute, unmute
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
from models.people.tables import User
from models.uploads.finish import Facts, finish
from models.uploads.tables import Purpose, UploadState
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
    await check.alone(client, opened, lambda: archive(client, opened.id))
    await check.talk(opened, lambda: send(worker, opened.id, build_chat.text("¿Sigue ahí?")))


@tells()
async def silencing_and_what_is_said_in_it(check: Check) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await both(opened)
    await check.alone(client, opened, lambda: mute(client, opened.id))
    await check.talk(opened, lambda: send(worker, opened.id, build_chat.text("¿Sigue ahí?")))
    await check.alone(client, opened, lambda: unmute(client, opened.id))


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


@tells("worker.approved", "worker.rejected", "worker.changes_requested")
async def decisions_about_handymen(check: Check) -> None:
    admin = await a.admin()
    one, two, three = [await a.pending_worker() for _ in range(3)]
    await check.person(one, lambda: approve(one.id, by=admin.id))
    await check.person(two, lambda: reject(two.id, RejectionReason.BELOW_QUALITY, "Foto borrosa", by=admin.id))
    await check.person(three, lambda: request_changes(three.id, "Otra foto, por favor", by=admin.id))
