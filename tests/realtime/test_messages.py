"""Messages over the wire: everybody who may see them hears them, once acknowledged they are kept."""

import asyncio

import pytest

from models import db
from models.chat.access import conversation_for
from models.chat.state import state_of
from models.chat.tables import Message
from models.leads.refund import refund_due
from models.leads.tables import LeadPurchase
from models.people.tables import User
from models.wire import encode
from realtime.publisher import publishing
from realtime.wire import Wire
from tests import a, build_chat
from tests.realtime.nodes import Node, People, silent


def stands_at(seq: int):
    """What was built before a client came may still be told to it."""
    return lambda updated: updated["last_seq"] == seq


@pytest.mark.req("CHAT-02", "CHAT-01", "R-20")
async def test_a_message_is_acknowledged_and_both_sides_hear_it(node: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await User.get(id=opened.client_id), await User.get(id=opened.worker_id)
    at_clients, at_workers = await people.client(node, client), await people.client(node, worker)
    sent = {"conversation_id": str(opened.id), "client_msg_id": "k1", "content": "Llego a las diez"}
    ack = await at_workers.ask("message:send", sent)
    assert (ack["ok"], ack["seq"]) == (True, opened.last_seq + 1)
    row = await Message.get(id=ack["id"])
    assert row.content == "Llego a las diez"
    for listener in (at_clients, at_workers):
        [frame] = await listener.hears("message:new")
        assert (frame["id"], frame["content"], frame["client_msg_id"]) == (ack["id"], "Llego a las diez", "k1")
    # the look after the reveal may say the same once more
    updated, *_ = await at_clients.hears("conversation:updated", where=stands_at(ack["seq"]))
    assert (updated["id"], updated["unread_count"]) == (str(opened.id), 2)
    updated, *_ = await at_workers.hears("conversation:updated", where=stands_at(ack["seq"]))
    assert updated["unread_count"] == 2  # the client's answer and the reveal


@pytest.mark.req("R-24")
async def test_a_resend_over_another_socket_is_the_same_message(node: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    worker = await User.get(id=opened.worker_id)
    one, two = await people.client(node, worker), await people.client(node, worker)
    sent = {"conversation_id": str(opened.id), "client_msg_id": "k1", "content": "Hola"}
    first, second = await one.ask("message:send", sent), await two.ask("message:send", sent)
    assert first == second
    await one.hears("message:new", 2)
    other = await one.ask("message:send", sent | {"content": "Adiós"})
    assert (other["ok"], other["error"]["code"]) == (False, "IDEMPOTENCY_KEY_REUSED")


@pytest.mark.req("CHAT-07", "LEAD-13", "R-08")
async def test_the_answer_brings_the_contact_to_the_handyman_once(node: Node, people: People) -> None:
    opened = await build_chat.conversation()
    client, worker = await User.get(id=opened.client_id), await User.get(id=opened.worker_id)
    at_clients, at_workers = await people.client(node, client), await people.client(node, worker)
    sent = {"conversation_id": str(opened.id), "client_msg_id": "k1", "content": "Sí"}
    await at_clients.ask("message:send", sent)
    frames = await at_workers.hears("message:new", 2)
    assert [frame["event"] and frame["event"]["kind"] for frame in frames] == [None, "contact.revealed"]
    [updated] = await at_workers.hears("conversation:updated", where=lambda updated: "contact" in updated)
    assert updated["contact"]["phone"] == client.phone
    assert updated == Wire.loads(encode(await state_of(await conversation_for(worker, opened.id))))
    assert client.phone not in str(at_workers.heard["message:new"])

    await at_clients.ask("message:send", sent | {"client_msg_id": "k2"})
    [updated] = await at_workers.hears("conversation:updated", where=stands_at(4))
    assert "contact" not in updated


@pytest.mark.req("CHAT-14")
async def test_reading_is_seen_by_the_other_side_and_by_ones_other_devices(node: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await User.get(id=opened.client_id), await User.get(id=opened.worker_id)
    at_clients, phone, tablet = [await people.client(node, person) for person in (client, worker, worker)]
    ack = await phone.ask("message:read", {"conversation_id": str(opened.id), "seq": 3})
    assert ack["ok"]
    told = {"conversation_id": str(opened.id), "user_id": str(worker.id), "last_read_seq": 3}
    assert await at_clients.hears("message:read") == [told]
    assert await tablet.hears("message:read") == [told]
    await tablet.hears("conversation:updated", where=lambda updated: updated["unread_count"] == 0)


@pytest.mark.req("R-25", "R-20")
async def test_one_sockets_messages_keep_their_order(node: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    worker = await people.client(node, await User.get(id=opened.worker_id))
    acks = await asyncio.gather(
        *(
            worker.ask(
                "message:send",
                {"conversation_id": str(opened.id), "client_msg_id": f"k{n}", "content": str(n)},
            )
            for n in range(30)
        )
    )
    assert [ack["seq"] for ack in acks] == list(range(4, 34))


@pytest.mark.req("CHAT-02", "R-22")
async def test_two_processes_deliver_across(node: Node, far: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await User.get(id=opened.client_id), await User.get(id=opened.worker_id)
    at_clients, at_workers = await people.client(far, client), await people.client(node, worker)
    sent = {"conversation_id": str(opened.id), "client_msg_id": "k1", "content": "¿A qué hora?"}
    ack = await at_clients.ask("message:send", sent)
    for listener in (at_clients, at_workers):
        [frame] = await listener.hears("message:new")
        assert frame["seq"] == ack["seq"]
    await at_clients.hears("conversation:updated")


@pytest.mark.req("SEC-04", "R-22")
async def test_strangers_hear_nothing_and_get_nowhere(node: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    others = await build_chat.conversation(revealed=True)
    worker = await people.client(node, await User.get(id=opened.worker_id))
    stranger = await people.client(node, await User.get(id=others.worker_id))
    for event, more in (
        ("message:send", {"client_msg_id": "k", "content": "x"}),
        ("message:read", {"seq": 1}),
    ):
        answer = await stranger.ask(event, {"conversation_id": str(opened.id)} | more)
        assert answer["error"]["code"] == "NOT_FOUND"
    await worker.ask("message:send", {"conversation_id": str(opened.id), "client_msg_id": "k", "content": "x"})
    await worker.hears("message:new")
    await stranger.ask(
        "message:send", {"conversation_id": str(others.id), "client_msg_id": "k", "content": "mine"}
    )
    [frame] = await stranger.hears("message:new")
    assert frame["content"] == "mine"


MALFORMED = [
    ("message:send", None),
    ("message:send", "text"),
    ("message:send", {"conversation_id": "{id}", "client_msg_id": "k", "content": "a\0b"}),
    ("message:send", {"conversation_id": "{id}", "client_msg_id": "k", "content": "x" * 5001}),
    ("message:send", {"conversation_id": "{id}", "client_msg_id": "k\n", "content": "x"}),
    ("message:send", {"conversation_id": "{id}", "client_msg_id": "k", "content": {"a": 1}}),
    ("message:send", {"conversation_id": "{id}", "client_msg_id": "k", "content": "x", "extra": 1}),
    ("message:read", {"conversation_id": "{id}", "seq": -1}),
    ("message:read", {"conversation_id": "{id}", "seq": "1"}),
    ("message:read", {"conversation_id": "{id}", "seq": 2**40}),
    ("sync", {"conversations": {"{id}": "1"}, "notices": 0}),
    ("sync", {"conversations": [1], "notices": 0}),
    ("sync", {"next": "nonsense"}),
    ("no:such", {"a": 1}),
]


@pytest.mark.req("SEC-11")
async def test_malformed_payloads_are_refused_with_a_code(node: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    worker = await people.client(node, await User.get(id=opened.worker_id))
    for event, wrong in MALFORMED:
        payload = wrong
        if isinstance(wrong, dict) and wrong.get("conversation_id") == "{id}":
            payload = wrong | {"conversation_id": str(opened.id)}
        answer = await worker.ask(event, payload)
        assert (answer["ok"], answer["error"]["code"]) == (False, "MALFORMED"), (event, wrong)
    assert await Message.filter(conversation_id=opened.id).count() == opened.last_seq
    assert worker.socket.connected


@pytest.mark.req("SEC-11")
async def test_who_sends_too_fast_is_told_to_wait(node: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    worker = await people.client(node, await User.get(id=opened.worker_id))
    sent = {"conversation_id": str(opened.id), "client_msg_id": "k", "content": "x"}
    answers = await asyncio.gather(*(worker.ask("message:send", sent) for _ in range(150)))
    codes = {answer.get("error", {}).get("code") for answer in answers}
    assert codes == {None, "TOO_MANY"}


@pytest.mark.req("SEC-11")
async def test_a_frame_beyond_the_size_ends_the_socket_and_nobody_elses(node: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    worker = await people.client(node, await User.get(id=opened.worker_id))
    client = await people.client(node, await User.get(id=opened.client_id))
    await worker.socket.emit(
        "message:send", {"conversation_id": str(opened.id), "client_msg_id": "k", "content": "x" * 200_000}
    )
    await worker.closes()
    assert (await client.ask("sync", {"conversations": {}, "notices": 0}))["ok"]
    assert await a.client()


@pytest.mark.req("CHAT-02", "R-19")
async def test_what_the_worker_process_commits_is_heard(far: Node, node: Node, people: People) -> None:
    """A process without sockets announces through Redis: timers, webhooks, an operator's commands."""
    opened = await build_chat.conversation()
    await build_chat.says(opened.worker_id, opened)
    listening = await people.client(far, await User.get(id=opened.client_id))
    purchase = await LeadPurchase.get(id=opened.purchase_id)
    with silent(*db._announcers):
        async with publishing():
            await refund_due(purchase.id, at=purchase.refund_eligible_until)
    [row] = await listening.hears("message:new", where=lambda row: row["event"] is not None)
    assert row["event"]["kind"] == "lead.refunded"
    await listening.hears("conversation:updated", where=stands_at(row["seq"]))
