"""A conversation is reported: once at a time, with its messages, known to the reporter and staff alone."""

import asyncio
from uuid import uuid4

import pytest

from models.chat.access import conversation_for, conversation_to_read, messages_for
from models.chat.delete import ConversationInUse, delete
from models.chat.flag import ConversationAlreadyFlagged, ReasonUnexplained, flag, present
from models.chat.join import join
from models.chat.send import send
from models.chat.state import state_of
from models.chat.tables import (
    Conversation,
    ConversationStatus,
    FlaggedConversation,
    FlaggedMessage,
    FlagReason,
    FlagStatus,
    Message,
)
from models.errors import IdempotencyKeyReused, NotFound
from models.notices.tables import Notice
from models.people.tables import User
from tests import a, build_chat

pytestmark = pytest.mark.usefixtures("database")

SPAM = FlagReason.SPAM


async def people(opened: Conversation) -> tuple[User, User]:
    return await User.get(id=opened.client_id), await User.get(id=opened.worker_id)


async def told_of(kind: str) -> set[object]:
    return set(await Notice.filter(kind=kind).values_list("user_id", flat=True))


@pytest.mark.req("CHAT-18", "CHAT-19", "SUP-19", "TAB-23", "R-24")
async def test_a_report_is_numbered_names_its_messages_and_is_sent_once() -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await people(opened)
    said = await send(worker, opened.id, build_chat.text("Páguame por fuera"))
    ids = [said.id, said.id]
    first = await flag(opened.id, by=client, reason=SPAM, description="Insiste", message_ids=ids, key="k")
    again = await flag(opened.id, by=client, reason=SPAM, description="Insiste", message_ids=ids, key="k")
    assert first.id == again.id
    assert first.reference_number.startswith("#FLAG-")
    assert len(first.reference_number) == len("#FLAG-00001")
    shown = await present(first)
    assert (shown["status"], shown["message_ids"]) == (FlagStatus.PENDING, [str(said.id)])
    with pytest.raises(IdempotencyKeyReused):
        await flag(opened.id, by=client, reason=FlagReason.SCAM, key="k")


@pytest.mark.req("CHAT-18", "R-24")
async def test_each_person_has_one_report_with_support_at_a_time_however_often_they_tap() -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await people(opened)
    tried = await asyncio.gather(
        *(flag(opened.id, by=client, reason=SPAM) for _ in range(4)), return_exceptions=True
    )
    names = sorted(type(each).__name__ for each in tried)
    assert names == ["ConversationAlreadyFlagged"] * 3 + ["FlaggedConversation"]
    await flag(opened.id, by=worker, reason=FlagReason.HARASSMENT)
    mine = await FlaggedConversation.get(conversation_id=opened.id, flagged_by_id=client.id)
    with pytest.raises(ConversationAlreadyFlagged) as refused:
        await flag(opened.id, by=client, reason=SPAM)
    assert refused.value.details == {"reference_number": mine.reference_number}
    mine.status = FlagStatus.DISMISSED
    await mine.save()
    assert (await flag(opened.id, by=client, reason=SPAM)).id != mine.id


@pytest.mark.req("CHAT-18", "CHAT-21", "R-27", "R-30")
async def test_only_the_reporter_and_staff_know_and_nobody_deletes_what_is_being_looked_at() -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await people(opened)
    agent, boss = await a.support(), await a.admin()
    with pytest.raises(NotFound):
        await conversation_to_read(agent, opened.id)
    before = (await Conversation.get(id=opened.id)).last_seq
    await flag(opened.id, by=client, reason=SPAM)
    assert (await Conversation.get(id=opened.id)).last_seq == before
    assert (await state_of(await conversation_for(worker, opened.id)))["status"] == ConversationStatus.ACTIVE
    for member in (agent, boss):
        state = await state_of(await conversation_to_read(member, opened.id))
        assert state["status"] == ConversationStatus.FLAGGED
    await join(agent, opened.id)
    told = {kind: await told_of(kind) for kind in ("conversation.flagged", "desk.conversation_flagged")}
    assert told["conversation.flagged"] == {client.id}
    assert {agent.id, boss.id} <= told["desk.conversation_flagged"]
    assert not {client.id, worker.id} & told["desk.conversation_flagged"]
    with pytest.raises(ConversationInUse):
        await delete(client, opened.id)


@pytest.mark.req("CHAT-18", "CHAT-19", "R-02")
async def test_what_is_not_ones_own_to_report_is_not_there() -> None:
    opened, other = [await build_chat.conversation(revealed=True) for _ in range(2)]
    client, _ = await people(opened)
    elsewhere = await Message.filter(conversation_id=other.id, message_type="text").first()
    happened = await Message.filter(conversation_id=opened.id, message_type="event").first()
    assert elsewhere
    assert happened
    for ids in ([elsewhere.id], [happened.id], [uuid4()]):
        with pytest.raises(NotFound):
            await flag(opened.id, by=client, reason=SPAM, message_ids=ids)
    for stranger in (await a.client(), await a.support()):
        with pytest.raises(NotFound):
            await flag(opened.id, by=stranger, reason=SPAM)
    with pytest.raises(NotFound):
        await flag(uuid4(), by=client, reason=SPAM)
    with pytest.raises(ReasonUnexplained):
        await flag(opened.id, by=client, reason=FlagReason.OTHER)
    assert not await FlaggedConversation.exists()
    assert not await FlaggedMessage.exists()
    rows, _ = await messages_for(await conversation_for(client, opened.id))
    assert rows
