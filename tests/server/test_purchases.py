from typing import Any

import pytest

from models.leads.refund import refund_due
from models.leads.tables import LeadFeedback, LeadPurchase
from models.people.tables import User
from tests import a
from tests.api import Api


@pytest.fixture
async def worker(database: str) -> User:
    return await a.funded(await a.worker(), 500)


@pytest.mark.req("LEAD-12", "LEAD-19", "R-24")
async def test_buying_answers_with_the_purchase_and_its_conversation(api: Api, worker: User) -> None:
    client = await a.client(full_name="María Ixchel Xochitlán")
    lead = await a.lead(worker, client=client)
    bought = await api.post(f"/api/leads/{lead.id}/purchase", as_=worker, key="tap")
    assert bought.status == 201
    assert bought.data["purchase"]["purchase_amount"] == "100.00"
    assert bought.data["conversation"]["contact"] == {"first_name": "María"}
    for secret in ("Xochitlán", client.email, str(client.phone), lead.address, lead.zip_code):
        assert secret not in str(bought.body)
    again = await api.post(f"/api/leads/{lead.id}/purchase", as_=worker, key="tap")
    assert again.data == bought.data
    refused = await api.post(f"/api/leads/{lead.id}/purchase", as_=worker)
    assert (refused.status, refused.code) == (409, "LEAD_ALREADY_PURCHASED")
    assert refused.details["conversation_id"] == bought.data["conversation"]["id"]


@pytest.mark.req("LEAD-14", "WAL-10")
async def test_an_empty_wallet_is_told_what_to_add(api: Api) -> None:
    poor = await a.worker()
    lead = await a.lead(poor)
    refused = await api.post(f"/api/leads/{lead.id}/purchase", as_=poor)
    assert (refused.status, refused.code) == (422, "INSUFFICIENT_BALANCE")
    assert refused.details == {"balance": "0.00", "required": "100.00", "minimum_deposit": "300.00"}
    assert await LeadPurchase.all().count() == 0


@pytest.mark.req("LEAD-18")
async def test_in_the_free_week_nothing_is_paid(api: Api) -> None:
    newcomer = await a.worker(free=True)
    lead = await a.lead(newcomer)
    bought = await api.post(f"/api/leads/{lead.id}/purchase", as_=newcomer)
    assert (bought.data["purchase"]["is_free"], bought.data["purchase"]["purchase_amount"]) == (True, "0.00")


@pytest.mark.req("SEC-04")
@pytest.mark.parametrize("command", ["purchase", "feedback"])
async def test_leads_are_bought_and_judged_by_the_handymen_they_were_sent_to(
    api: Api, worker: User, command: str
) -> None:
    lead = await a.lead(await a.worker())
    body = {"was_legitimate": True} if command == "feedback" else {}
    path = f"/api/leads/{lead.id}/{command}"
    assert (await api.post(path, body)).status == 401
    assert (await api.post(path, body, as_=await a.client())).status == 403
    assert (await api.post(path, body, as_=worker)).status == 404
    assert (await api.post(f"/api/leads/nonsense/{command}", body, as_=worker)).status == 404


@pytest.mark.req("REF-09", "R-24")
async def test_after_a_refund_the_handyman_says_once_whether_the_lead_was_real(api: Api, worker: User) -> None:
    bought = await a.purchase(worker)
    path = f"/api/leads/{bought.purchase.lead_id}/feedback"
    body = {"was_legitimate": False, "comment": "Nunca contestó."}
    early = await api.post(path, body, as_=worker)
    assert (early.status, early.code) == (409, "LEAD_NOT_REFUNDED")
    await a.words_of_worker(bought)
    await refund_due(bought.purchase.id, at=bought.purchase.refund_eligible_until)
    given = await api.post(path, body, as_=worker, key="say")
    assert (given.status, given.data["was_legitimate"]) == (201, False)
    assert (await api.post(path, body, as_=worker, key="say")).data == given.data
    other = await api.post(path, body | {"was_legitimate": True}, as_=worker, key="say")
    assert (other.status, other.code) == (409, "IDEMPOTENCY_KEY_REUSED")
    twice = await api.post(path, body, as_=worker)
    assert (twice.status, twice.code) == (409, "FEEDBACK_ALREADY_GIVEN")
    assert await LeadFeedback.all().count() == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"was_legitimate": "perhaps"},
        {"was_legitimate": True, "comment": "x" * 501},
        {"was_legitimate": 1, "by": 2},
    ],
)
async def test_malformed_feedback_is_refused(api: Api, worker: User, body: dict[str, Any]) -> None:
    bought = await a.purchase(worker)
    answer = await api.post(f"/api/leads/{bought.purchase.lead_id}/feedback", body, as_=worker)
    assert (answer.status, answer.code) == (400, "MALFORMED")
