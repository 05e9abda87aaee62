"""Who may see a conversation, and what of it."""

import pytest

from models.admin.tables import AuditEntry
from models.chat import access
from models.chat.delete import delete
from models.chat.send import send
from models.chat.state import state_of, states_of
from models.chat.tables import (
    Audience,
    Conversation,
    ConversationStatus,
    FlaggedConversation,
    FlagReason,
    Participant,
    Side,
)
from models.chat.timeline import append_event
from models.db import hold_one, transaction
from models.errors import NotFound
from models.leads import purchase as buy
from models.people.tables import User
from models.wire import encode
from tests import a, build_chat

pytestmark = pytest.mark.usefixtures("database")


async def seat(opened: Conversation, user_id) -> access.Seat:
    return await access.conversation_for(await User.get(id=user_id), opened.id)


@pytest.mark.req("LEAD-12", "R-02", "R-08")
async def test_before_the_answer_the_handyman_sees_a_first_name_and_nothing_that_finds_the_client() -> None:
    opened = await build_chat.conversation()
    client = await User.get(id=opened.client_id)
    await User.filter(id=client.id).update(
        full_name="Xochitl Canario", email="canary@example.com", phone="+525599998888"
    )
    state = await state_of(await seat(opened, opened.worker_id))
    assert state["contact"] == {"first_name": "Xochitl"}
    seen = encode(state).decode()
    for planted in ("Canario", "canary@", "99998888", "Orizaba", "06700"):
        assert planted not in seen
    assert [person["name"] for person in state["participants"] if person["role"] == "client"] == ["Xochitl"]


@pytest.mark.req("LEAD-13", "CHAT-07", "CHAT-15")
async def test_after_the_answer_the_contact_is_read_through_the_conversation() -> None:
    opened = await build_chat.conversation(revealed=True)
    client = await User.get(id=opened.client_id)
    state = await state_of(await seat(opened, opened.worker_id))
    assert state["contact"]["phone"] == client.phone
    assert state["contact"]["address"] == "Orizaba 101, depto 4"
    assert state["contact_revealed_at"] is not None


@pytest.mark.req("CHAT-15", "R-22")
async def test_the_state_says_what_is_where_for_this_reader() -> None:
    opened = await build_chat.conversation()
    await build_chat.says(opened.worker_id, opened, "Buenos días")
    client, worker = [await state_of(await seat(opened, who)) for who in (opened.client_id, opened.worker_id)]
    assert (client["side"], worker["side"]) == ("client", "worker")
    assert client["last_seq"] == worker["last_seq"] == 2
    assert (client["unread_count"], worker["unread_count"]) == (2, 0)
    assert client["last_message"]["content"] == "Buenos días"
    assert [deadline["kind"] for deadline in worker["deadlines"]] == ["lead.refund"]
    assert client["contact"]["full_name"] == (await User.get(id=opened.worker_id)).full_name
    assert {person["role"]: person["user_id"] for person in client["participants"]} == {
        "client": str(opened.client_id),
        "worker": str(opened.worker_id),
    }


@pytest.mark.req("R-22")
async def test_a_row_for_one_side_is_a_place_to_the_other_and_counts_for_nobody_else() -> None:
    opened = await build_chat.conversation(revealed=True)
    before = {who: (await state_of(await seat(opened, who)))["unread_count"] for who in people(opened)}
    async with transaction():
        held = await hold_one(Conversation, opened.id)
        await append_event(held, "lead.refund_reminder", audience=Audience.WORKER, secret="x")
    client, worker = await seat(opened, opened.client_id), await seat(opened, opened.worker_id)
    head = held.last_seq
    rows, _ = await access.messages_for(client, after=head - 1)
    assert rows == [{"seq": head, "hidden": True}]
    rows, _ = await access.messages_for(worker, after=head - 1)
    assert rows[0]["event"]["kind"] == "lead.refund_reminder"
    state = await state_of(client)
    assert (state["last_seq"], state["last_message"]["seq"]) == (head, head - 1)
    assert state["unread_count"] == before[opened.client_id]
    assert (await state_of(worker))["unread_count"] == before[opened.worker_id] + 1


def people(opened: Conversation):
    return opened.client_id, opened.worker_id


@pytest.mark.req("R-02")
async def test_what_the_contact_cost_is_not_the_clients_business() -> None:
    opened = await build_chat.conversation()
    client, worker = [
        (await access.messages_for(await seat(opened, who)))[0][0]["event"] for who in people(opened)
    ]
    assert worker["purchase_amount"] == "100.00"
    assert client["kind"] == "lead.purchased"
    assert "100" not in str(client)


@pytest.mark.req("SEC-04")
async def test_a_stranger_and_staff_who_have_no_business_find_nothing() -> None:
    opened = await build_chat.conversation()
    for stranger in (await a.client(), await a.worker(), await a.support(), await a.admin()):
        with pytest.raises(NotFound):
            await access.conversation_to_read(stranger, opened.id)


@pytest.mark.req("R-27")
async def test_staff_read_what_was_flagged_silently_and_are_audited() -> None:
    opened = await build_chat.conversation()
    agent = await a.support()
    await FlaggedConversation.create(
        reference_number="#FLAG-00001",
        conversation_id=opened.id,
        flagged_by_id=opened.client_id,
        reason=FlagReason.SPAM,
        created_at=opened.created_at,
    )
    await Conversation.filter(id=opened.id).update(status=ConversationStatus.FLAGGED)
    looking = await access.conversation_to_read(agent, opened.id)
    assert looking.side == Side.STAFF
    assert (await state_of(looking))["status"] == "flagged"
    assert await AuditEntry.filter(actor_id=agent.id, subject_id=opened.id).count() == 1
    assert not await Participant.exists(conversation_id=opened.id, user_id=agent.id)
    with pytest.raises(NotFound):
        await send(agent, opened.id, build_chat.text())
    for who in people(opened):
        assert (await state_of(await seat(opened, who)))["status"] == "active"


@pytest.mark.req("CHAT-15")
async def test_the_list_goes_by_what_moved_last_page_by_page() -> None:
    client = await a.client()
    opened = [await build_chat.conversation(client=client) for _ in range(5)]
    await build_chat.says(client.id, opened[1], "al frente")
    seen, cursor = [], None
    while True:
        seats, cursor = await access.seats_in_order(client, limit=2, cursor=cursor)
        seen += [state["id"] for state in await states_of(seats)]
        if cursor is None:
            break
    assert seen == [str(opened[index].id) for index in (1, 4, 3, 2, 0)]


@pytest.mark.req("CHAT-23")
async def test_a_deleted_conversation_is_nowhere() -> None:
    opened = await build_chat.conversation(revealed=True)
    await delete(await User.get(id=opened.worker_id), opened.id)
    for who in people(opened):
        reader = await User.get(id=who)
        assert (await access.seats_in_order(reader))[0] == []
        with pytest.raises(NotFound):
            await access.conversation_for(reader, opened.id)
        with pytest.raises(NotFound):
            await send(reader, opened.id, build_chat.text())


@pytest.mark.req("CHAT-05")
async def test_each_handyman_who_buys_a_lead_has_a_conversation_of_his_own() -> None:
    workers = [await a.funded(await a.worker(), 100) for _ in range(3)]
    lead = await a.lead(*workers)
    bought = [(await buy.purchase(lead.id, by=worker.id)).conversation for worker in workers]
    await build_chat.says(lead.client_id, bought[0], "Sí")
    client = await User.get(id=lead.client_id)
    assert {one.conversation.id for one in (await access.seats_in_order(client))[0]} == {one.id for one in bought}
    revealed = [(await Conversation.get(id=one.id)).contact is not None for one in bought]
    assert revealed == [True, False, False]
    with pytest.raises(NotFound):
        await access.conversation_for(workers[1], bought[0].id)
