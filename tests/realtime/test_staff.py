"""Support over the wire."""

import pytest

from models.chat.tables import FlaggedConversation, FlagReason
from models.people.tables import User
from tests import a, build_chat
from tests.realtime.nodes import Node, People


@pytest.mark.req("CHAT-21", "R-22", "R-27")
async def test_an_agent_hears_a_conversation_while_sitting_in_it(node: Node, far: Node, people: People) -> None:
    opened = await build_chat.conversation(revealed=True)
    await FlaggedConversation.create(
        reference_number="#FLAG-00001",
        conversation_id=opened.id,
        flagged_by_id=opened.client_id,
        reason=FlagReason.SPAM,
        created_at=opened.created_at,
    )
    agent, worker = await a.support(), await User.get(id=opened.worker_id)
    at_workers = await people.client(node, worker)
    here, there = await people.client(node, agent), await people.client(far, agent)
    where = {"conversation_id": str(opened.id)}
    joined = await here.ask("conversation:join", where)
    assert (joined["ok"], joined["conversation"]["side"]) == (True, "staff")
    [told] = await at_workers.hears("message:new")
    assert told["event"]["kind"] == "support.joined"
    await at_workers.ask("message:send", where | {"client_msg_id": "k1", "content": "Gracias"})
    for desk in (here, there):
        await desk.hears("message:new", where=lambda row: row["content"] == "Gracias")
    later = await people.client(far, agent)
    await at_workers.ask("message:send", where | {"client_msg_id": "k2", "content": "¿Sigue ahí?"})
    await later.hears("message:new", where=lambda row: row["content"] == "¿Sigue ahí?")

    assert (await there.ask("conversation:leave", where))["ok"]
    await at_workers.ask("message:send", where | {"client_msg_id": "k3", "content": "Adiós"})
    await at_workers.hears("message:new", where=lambda row: row["content"] == "Adiós")
    for desk in (here, there, later):
        await desk.ask("sync", {})
        assert not [row for row in desk.heard["message:new"] if row["content"] == "Adiós"]
    refused = await here.ask("message:send", where | {"client_msg_id": "k4", "content": "x"})
    assert refused["error"]["code"] == "NOT_FOUND"
    assert (await at_workers.ask("conversation:join", where))["error"]["code"] == "FORBIDDEN"
