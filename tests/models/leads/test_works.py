"""How far the work is that came of a request, as its client's list says it."""

import pytest

from models.chat.tables import Conversation
from models.leads.access import lead_for
from models.payments.tables import PaymentRequest
from models.people.tables import User
from tests import a

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.req("LEAD-02", "LEAD-21")]


async def work_of(request: PaymentRequest) -> str | None:
    talk = await Conversation.get(id=request.conversation_id)
    assert talk.lead_id is not None
    client = await User.get(id=request.client_id)
    work: str | None = (await lead_for(client, talk.lead_id)).facts["work"]
    return work


async def test_what_is_only_asked_for_is_no_work_yet() -> None:
    asked = await a.payment_request()
    assert await work_of(asked) is None


async def test_it_is_paid_until_nothing_is_held_for_it() -> None:
    first = await a.paid_request()
    assert await work_of(first) == "paid"


async def test_it_is_done_when_all_was_released() -> None:
    assert await work_of(await a.released()) == "done"


async def test_what_is_held_beside_it_keeps_it_open() -> None:
    done = await a.released()
    await a.paid_request(await Conversation.get(id=done.conversation_id))
    assert await work_of(done) == "paid"


async def test_nobody_elses_request_knows_of_it() -> None:
    await a.released()
    other = await a.payment_request()
    assert await work_of(other) is None


async def test_it_is_for_the_client_to_read() -> None:
    done = await a.released()
    talk = await Conversation.get(id=done.conversation_id)
    assert talk.lead_id is not None
    worker = await User.get(id=done.worker_id)
    assert "work" not in (await lead_for(worker, talk.lead_id)).facts
