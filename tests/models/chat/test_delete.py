"""Deleting is for both, and not while something hangs on it."""

import asyncio

import pytest

from models.chat.delete import ConversationInUse, RefundOpen, delete
from models.chat.tables import Conversation, FlaggedConversation, FlagReason, FlagStatus, Message
from models.clock import business_now
from models.errors import NotFound
from models.leads.tables import LeadPurchase, PurchaseStatus
from models.payments.tables import PaymentRequest
from models.people.tables import User
from models.wallet.accounts import balance_of
from tests import a, build_chat

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.req("R-05")
async def test_the_handyman_waits_for_his_refund_before_he_deletes() -> None:
    opened = await build_chat.conversation()
    worker = await User.get(id=opened.worker_id)
    with pytest.raises(RefundOpen):
        await delete(worker, opened.id)
    await build_chat.says(opened.client_id, opened)
    await delete(worker, opened.id)
    assert (await Conversation.get(id=opened.id)).deleted_by_id == worker.id


@pytest.mark.req("R-05", "CHAT-23")
async def test_a_client_who_deletes_without_an_answer_gives_the_money_back_at_once() -> None:
    opened = await build_chat.conversation()
    before = await balance_of(opened.worker_id)
    client = await User.get(id=opened.client_id)
    results = await asyncio.gather(*(delete(client, opened.id) for _ in range(3)), return_exceptions=True)
    assert [type(result) for result in results].count(NotFound) == 2
    purchase = await LeadPurchase.get(id=opened.purchase_id)
    assert (purchase.status, purchase.outcome) == (PurchaseStatus.REFUNDED, "deleted")
    assert await balance_of(opened.worker_id) - before == 100


@pytest.mark.req("R-30", "CHAT-22", "CHAT-24")
async def test_the_rows_stay_for_support() -> None:
    opened = await build_chat.conversation(revealed=True)
    await delete(await User.get(id=opened.client_id), opened.id)
    assert await Message.filter(conversation_id=opened.id).count() == opened.last_seq


@pytest.mark.req("R-30")
async def test_not_while_a_payment_or_a_report_is_open() -> None:
    opened = await build_chat.conversation(revealed=True)
    client = await User.get(id=opened.client_id)
    now = await business_now()
    request = await PaymentRequest.create(
        conversation_id=opened.id,
        worker_id=opened.worker_id,
        client_id=opened.client_id,
        amount="1000.00",
        fee="30.00",
        description="Cambio de llave",
        created_at=now,
        expires_at=now,
    )
    with pytest.raises(ConversationInUse):
        await delete(client, opened.id)
    request.status, request.settled_at = "declined", now
    await request.save()
    flag = await FlaggedConversation.create(
        reference_number="#FLAG-00001",
        conversation_id=opened.id,
        flagged_by_id=opened.worker_id,
        reason=FlagReason.SPAM,
        created_at=now,
    )
    with pytest.raises(ConversationInUse):
        await delete(client, opened.id)
    await FlaggedConversation.filter(id=flag.id).update(status=FlagStatus.DISMISSED)
    await delete(client, opened.id)


async def test_only_its_two_people_can_delete_it() -> None:
    opened = await build_chat.conversation(revealed=True)
    for stranger in (await a.client(), await a.worker(), await a.admin()):
        with pytest.raises(NotFound):
            await delete(stranger, opened.id)
