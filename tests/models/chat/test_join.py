"""Support in a conversation: seen by both, and only where there is trouble."""

import asyncio

import pytest

from models.chat.access import conversation_for
from models.chat.join import join, leave
from models.chat.tables import Conversation, FlaggedConversation, FlagReason, Message
from models.errors import Forbidden, NotFound
from models.people.tables import User
from tests import a, build_chat

pytestmark = pytest.mark.usefixtures("database")


async def flagged() -> Conversation:
    opened = await build_chat.conversation(revealed=True)
    await FlaggedConversation.create(
        reference_number="#FLAG-00001",
        conversation_id=opened.id,
        flagged_by_id=opened.client_id,
        reason=FlagReason.SPAM,
        created_at=opened.created_at,
    )
    return opened


@pytest.mark.req("CHAT-21", "R-27", "CHAT-01")
async def test_joining_and_leaving_are_rows_that_both_see() -> None:
    opened, agent = await flagged(), await a.support()
    await asyncio.gather(*(join(agent, opened.id) for _ in range(3)))
    await build_chat.says(agent.id, opened, "Buenas tardes, soy de Soporte")
    await leave(agent, opened.id)
    await leave(agent, opened.id)
    rows = await Message.filter(conversation_id=opened.id, seq__gt=opened.last_seq).order_by("seq")
    assert [row.event and row.event["kind"] for row in rows] == ["support.joined", None, "support.left"]
    assert rows[0].event == {"kind": "support.joined", "name": agent.first_name}
    with pytest.raises(NotFound):
        await conversation_for(agent, opened.id)
    await join(agent, opened.id)
    assert (await conversation_for(agent, opened.id)).side == "staff"


@pytest.mark.req("R-27", "SEC-04")
async def test_not_without_a_report_or_dispute_and_nobody_but_staff() -> None:
    quiet, opened = await build_chat.conversation(), await flagged()
    with pytest.raises(NotFound):
        await join(await a.admin(), quiet.id)
    for person in (await a.client(), await User.get(id=opened.client_id)):
        with pytest.raises(Forbidden):
            await join(person, opened.id)
        with pytest.raises(Forbidden):
            await leave(person, opened.id)
    with pytest.raises(NotFound):
        await leave(await a.support(), opened.id)
