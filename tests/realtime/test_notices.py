"""What concerns one person alone, told to that person."""

import pytest

from models.db import transaction
from models.leads import purchase as buy
from models.notices.access import notices_of
from models.notices.tell import tell
from models.people.tables import User
from models.wallet.access import balance_for
from models.wire import encode
from realtime.wire import Wire
from tests import a
from tests.realtime.nodes import Node, People


@pytest.mark.req("LEAD-07", "LEAD-11", "R-02")
async def test_a_lead_is_alerted_to_those_it_was_sent_to(node: Node, far: Node, people: People) -> None:
    worker, other = await a.worker(), await a.worker()
    listening, deaf = await people.client(far, worker), await people.client(node, other)
    client = await a.client()
    lead = await a.lead(worker, client=client)
    [told] = await listening.hears("lead:new")
    assert (told["id"], told["title"]) == (str(lead.id), lead.title)
    for planted in (str(client.id), client.full_name, client.email, client.phone, lead.address, lead.zip_code):
        assert planted not in str(told)
    assert not deaf.heard["lead:new"]


@pytest.mark.req("CHAT-03")
async def test_a_notice_is_told_as_it_is_listed(node: Node, people: People) -> None:
    person = await a.client()
    one, two = await people.client(node, person), await people.client(node, await a.client())
    async with transaction():
        await tell(person.id, "test.told", number=1)
    [told] = await one.hears("notice:new")
    items, _ = await notices_of(person.id)
    assert [told] == Wire.loads(encode(items))
    assert not two.heard["notice:new"]


@pytest.mark.req("CHAT-04")
async def test_buying_moves_the_balance_and_opens_the_conversation_on_every_device(
    node: Node, people: People
) -> None:
    worker = await a.funded(await a.worker(), 500)
    lead = await a.lead(worker)
    at_workers = await people.client(node, worker)
    at_clients = await people.client(node, await User.get(id=lead.client_id))
    bought = await buy.purchase(lead.id, by=worker.id)
    [told] = await at_workers.hears("wallet:updated", where=lambda told: told["balance"] == "400.00")
    assert told == Wire.loads(encode(await balance_for(worker.id)))
    for listener in (at_workers, at_clients):
        [row] = await listener.hears("message:new")
        assert (row["seq"], row["event"]["kind"]) == (1, "lead.purchased")
        [state] = await listener.hears("conversation:updated")
        assert state["id"] == str(bought.conversation.id)
    assert "100.00" not in str(at_clients.heard["message:new"])
