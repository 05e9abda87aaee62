"""For every kind of row: what a client makes of the frames is what the server would answer now."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from models.chat.archive import archive
from models.chat.join import join
from models.chat.payloads import Said
from models.chat.read import read
from models.chat.send import send
from models.chat.tables import Audience, Conversation
from models.chat.timeline import append_event
from models.db import hold_one, transaction
from models.disputes.open import open_dispute
from models.disputes.tables import DisputeType
from models.leads.refund import refund_due
from models.leads.tables import LeadPurchase
from models.payments.confirm_complete import confirm_complete
from models.payments.decline import decline
from models.payments.release import release
from models.payments.settle import settle_intent
from models.people.tables import User
from models.uploads.tables import Purpose
from tests import a, build_chat, build_payments
from tests.moment import stand_still_at
from tests.realtime.nodes import Node, People
from tests.realtime.verify import verify_frames

Doing = Callable[[], Awaitable[Any]]


async def both(opened: Conversation) -> tuple[User, User]:
    return await User.get(id=opened.client_id), await User.get(id=opened.worker_id)


@pytest.mark.req("CHAT-02", "R-22", "R-25")
async def test_words_before_and_after_the_answer(node: Node, people: People) -> None:
    opened = await build_chat.conversation()
    client, worker = await both(opened)

    async def talk() -> None:
        await send(worker, opened.id, build_chat.text("Buenos días"))
        await send(client, opened.id, build_chat.text("Sí, pase"))
        await read(worker, opened.id, 3)
        await send(worker, opened.id, build_chat.text("Voy"))
        await send(client, opened.id, build_chat.text("Gracias"))
        await read(client, opened.id, 5)

    await verify_frames(node, people, opened, talk)


@pytest.mark.req("CHAT-02", "R-24")
async def test_a_photo_a_resend_and_a_row_for_one_side(node: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await both(opened)
    photo = Said(client_msg_id="p", message_type="image", upload_id=(await a.upload(worker, Purpose.MESSAGE)).id)

    async def show() -> None:
        await send(worker, opened.id, photo)
        await send(worker, opened.id, photo)
        async with transaction():
            held = await hold_one(Conversation, opened.id)
            await append_event(held, "lead.refund_reminder", audience=Audience.WORKER)
        await send(client, opened.id, build_chat.text("Qué bien"))

    await verify_frames(node, people, opened, show)


@pytest.mark.req("REF-02", "R-04")
async def test_a_refund(node: Node, people: People) -> None:
    opened = await build_chat.conversation()
    _, worker = await both(opened)
    await send(worker, opened.id, build_chat.text("Buenos días"))
    purchase = await LeadPurchase.get(id=opened.purchase_id)
    await stand_still_at(purchase.refund_eligible_until)
    await verify_frames(node, people, opened, lambda: refund_due(purchase.id, at=purchase.refund_eligible_until))


@pytest.mark.req("CHAT-16")
async def test_putting_aside_and_what_takes_it_back(node: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await both(opened)
    await verify_frames(node, people, opened, lambda: archive(client, opened.id))
    await verify_frames(node, people, opened, lambda: send(worker, opened.id, build_chat.text("¿Sigue ahí?")))


@pytest.mark.req("CHAT-01", "ESC-01")
async def test_a_payment_asked_for_paid_done_and_released(node: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await both(opened)

    async def ask_twice() -> None:
        first = await build_payments.payment_request(opened)
        await decline(first.id, by=client)
        await build_payments.payment_request(opened)

    await verify_frames(node, people, opened, ask_twice)
    asked = await build_payments.payment_request(opened)

    async def finish() -> None:
        await settle_intent(build_payments.captured(asked))
        await confirm_complete(asked.id, by=worker)
        await confirm_complete(asked.id, by=client)

    await verify_frames(node, people, opened, finish)
    escrow = await build_payments.escrow_of(asked)
    assert escrow.release_at is not None
    due_at = escrow.release_at
    await stand_still_at(due_at)
    await verify_frames(node, people, opened, lambda: release(escrow.id, at=due_at))


@pytest.mark.req("CHAT-01", "CHAT-21", "ESC-16")
async def test_trouble_and_support(node: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, _ = await both(opened)
    paid = await build_payments.paid_request(opened)
    agent = await a.support()

    async def complain() -> None:
        await open_dispute(paid.id, by=client, dispute_type=DisputeType.QUALITY, description="Sigue goteando.")
        await join(agent, opened.id)
        await send(agent, opened.id, build_chat.text("Soy Ana, de Soporte"))

    await verify_frames(node, people, opened, complain)
