"""People's own numbers: counted from what happened, in the week in which it did, for nobody else."""

from datetime import timedelta

import pytest

from models.chat.tables import Message
from models.clock import business_now, week_of
from models.leads.tables import LeadPurchase
from models.payments.release import release
from models.payments.tables import EscrowPayment
from models.people.tables import User
from tests import a, build_chat
from tests.api import Api

pytestmark = pytest.mark.req("ANA-04", "CHAT-26")


async def test_a_handyman_sees_what_his_weeks_came_to(api: Api) -> None:
    worker = await a.worker()
    talk = await build_chat.conversation(worker=worker, revealed=True)
    numbers = (await api.get("/api/numbers/worker", as_=worker)).data
    assert len(numbers["weeks"]) == 12
    week = numbers["weeks"][-1]
    assert week["week"] == week_of(await business_now()).isoformat()
    assert (week["bought"], week["answered"], week["hired"], week["spent"]) == (1, 1, 0, "100.00")
    assert numbers["totals"]["bought"] == 1
    assert numbers["totals"]["conversion"] == 0
    before = timedelta(days=14)
    then = await business_now() - before
    await LeadPurchase.filter(worker_id=worker.id).update(
        purchased_at=then, refund_eligible_until=then + timedelta(hours=48)
    )
    weeks = (await api.get("/api/numbers/worker", as_=worker)).data["weeks"]
    assert [week["bought"] for week in weeks[-3:]] == [1, 0, 0]
    assert talk.worker_id == worker.id


async def test_an_answer_is_timed_from_the_clients_last_words(api: Api) -> None:
    worker = await a.worker()
    talk = await build_chat.conversation(worker=worker, revealed=True)
    await build_chat.says(worker.id, talk, "Voy para allá")
    last = await Message.filter(conversation_id=talk.id, event=None).order_by("-seq").first()
    asked = (
        await Message.filter(conversation_id=talk.id, sender_id=talk.client_id, event=None)
        .order_by("-seq")
        .first()
    )
    assert last
    assert asked
    await Message.filter(id=asked.id).update(created_at=last.created_at - timedelta(minutes=30))
    assert (await api.get("/api/numbers/worker", as_=worker)).data["weeks"][-1]["answers_in_minutes"] == 30


async def test_an_answer_within_the_minute_took_a_minute(api: Api) -> None:
    worker = await a.worker()
    talk = await build_chat.conversation(worker=worker, revealed=True)
    await build_chat.says(worker.id, talk, "Voy para allá")
    assert (await api.get("/api/numbers/worker", as_=worker)).data["weeks"][-1]["answers_in_minutes"] == 1


async def test_what_was_released_is_earned(api: Api) -> None:
    request = await a.confirmed_request()
    worker = await User.get(id=request.worker_id)
    escrow = await EscrowPayment.get(payment_request_id=request.id)
    assert escrow.release_at
    await release(escrow.id, at=escrow.release_at)
    await EscrowPayment.filter(id=escrow.id).update(released_at=await business_now())
    numbers = (await api.get("/api/numbers/worker", as_=worker)).data
    assert (numbers["weeks"][-1]["hired"], numbers["weeks"][-1]["earned"]) == (1, f"{request.amount:.2f}")


async def test_a_client_sees_their_own(api: Api) -> None:
    talk = await build_chat.conversation(revealed=True)
    client = await User.get(id=talk.client_id)
    answer = await api.get("/api/numbers/client", as_=client)
    assert answer.data == {"requests": 1, "hired": 0, "reviews": 0, "favourites": 0}


async def test_everybody_sees_their_own_alone(api: Api) -> None:
    worker, client = await a.worker(), await a.client()
    await build_chat.conversation()
    assert (await api.get("/api/numbers/worker", as_=worker)).data["totals"]["bought"] == 0
    for path, person in (("worker", client), ("client", worker)):
        assert (await api.get(f"/api/numbers/{path}", as_=person)).status == 403
        assert (await api.get(f"/api/numbers/{path}")).status == 401
