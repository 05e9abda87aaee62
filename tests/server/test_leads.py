from typing import Any
from uuid import uuid4

import pytest

from models.leads.tables import Lead
from tests import a
from tests.api import Api

BODY = {
    **a.JOB,
    "budget_min": "500.00",
    "budget_max": "900.00",
    "urgency": "urgent",
    "preferred_time": "morning",
    "deadline": "2099-01-01",
    "availability": {"mon": ["morning", "evening"]},
}
COMMON = {
    *("id", "status", "service_category", "service_subcategory", "title", "description", "location_zone"),
    *("budget_min", "budget_max", "currency", "urgency", "preferred_time", "deadline", "availability"),
    *("media", "recipients_count", "created_at", "expires_at"),
}


@pytest.fixture(autouse=True)
async def _catalogue(database: str) -> None:
    await a.catalogue()


@pytest.mark.req("LEAD-01", "LEAD-21")
async def test_a_client_sends_a_lead_and_sees_all_of_it(api: Api) -> None:
    client, worker = await a.client(), await a.worker()
    photo = await a.upload(client)
    answer = await api.post(
        "/api/leads", BODY | {"recipients": [str(worker.id)], "media": [str(photo.id)]}, as_=client
    )
    assert answer.status == 201
    assert answer.data.keys() == COMMON | {"address", "zip_code", "cancelled_at", "purchases_count", "work"}
    assert {name: answer.data[name] for name in BODY} == BODY
    [media] = answer.data["media"]
    assert (media["url"], media["state"], media["kind"]) == (f"/api/media/{photo.id}", "ready", "image")
    assert (await api.get(f"/api/leads/{answer.data['id']}", as_=client)).data == answer.data
    assert (await api.get("/api/leads/mine", as_=client)).data["items"] == [answer.data]


@pytest.mark.req("LEAD-10", "LEAD-11", "LEAD-05", "LEAD-21", "R-02", "C49")
async def test_a_handyman_who_has_not_bought_sees_the_job_and_nothing_of_the_client(api: Api) -> None:
    worker = await a.worker()
    lead = await a.lead(worker, await a.worker())
    answer = await api.get(f"/api/leads/{lead.id}", as_=worker)
    assert answer.data.keys() == COMMON | {"tier", "price", "other_recipients", "client", "purchase"}
    assert (answer.data["tier"], answer.data["price"], answer.data["other_recipients"]) == (0, "100.00", 1)
    assert answer.data["client"] == {
        "is_new": True,
        "leads_sent": 1,
        "jobs_paid": 0,
        "reviews_left": 0,
        "average_rating_given": None,
        "member_since": lead.created_at.strftime("%Y-%m"),
    }
    assert (await api.get("/api/leads/available", as_=worker)).data["items"] == [answer.data]


@pytest.mark.req("LEAD-21", "SEC-04")
async def test_a_lead_is_not_there_for_those_it_does_not_concern(api: Api) -> None:
    lead = await a.lead(await a.worker())
    strangers = [await a.worker(), await a.client(), await a.support(), await a.admin()]
    for stranger in strangers:
        assert (await api.get(f"/api/leads/{lead.id}", as_=stranger)).status == 404
    assert (await api.get(f"/api/leads/{lead.id}")).status == 401
    for unknown in (uuid4(), "7", "%00"):
        assert (await api.get(f"/api/leads/{unknown}", as_=strangers[0])).status == 404
    assert (await api.get("/api/leads/available", as_=strangers[0])).data["items"] == []


@pytest.mark.req("LEAD-21", "SEC-04")
async def test_each_list_is_for_its_role(api: Api) -> None:
    client, worker = await a.client(), await a.worker()
    assert (await api.get("/api/leads/mine", as_=worker)).status == 403
    assert (await api.get("/api/leads/available", as_=client)).status == 403
    assert (await api.post("/api/leads", BODY, as_=worker)).status == 403
    assert (await api.post("/api/leads", BODY)).status == 401


@pytest.mark.req("LEAD-06")
async def test_a_client_sees_who_received_the_lead_and_who_is_paused(api: Api) -> None:
    client, awake, paused = await a.client(), await a.worker(), await a.worker(paused=True)
    lead = await a.lead(awake, paused, client=client)
    answer = await api.get(f"/api/leads/{lead.id}/recipients", as_=client)
    assert [(row["worker"]["id"], row["is_paused"]) for row in answer.data["items"]] == [
        (str(awake.id), False),
        (str(paused.id), True),
    ]
    assert awake.email not in str(answer.body)
    assert (await api.get(f"/api/leads/{lead.id}/recipients", as_=await a.client())).status == 404
    assert (await api.get(f"/api/leads/{lead.id}/recipients", as_=awake)).status == 403


@pytest.mark.req("BUD-10", "R-01")
async def test_a_paused_handyman_sees_no_leads_until_he_resumes(api: Api) -> None:
    worker = await a.worker(paused=True)
    await a.lead(worker)
    assert (await api.get("/api/leads/available", as_=worker)).data["items"] == []


@pytest.mark.req("LEAD-21")
async def test_lists_go_on_from_their_cursor(api: Api) -> None:
    client, worker = await a.client(), await a.worker()
    leads = [await a.lead(worker, client=client) for _ in range(3)]
    first = (await api.get("/api/leads/mine?limit=2", as_=client)).data
    assert [item["id"] for item in first["items"]] == [str(leads[2].id), str(leads[1].id)]
    rest = (await api.get(f"/api/leads/mine?limit=2&cursor={first['next_cursor']}", as_=client)).data
    assert ([item["id"] for item in rest["items"]], rest["next_cursor"]) == ([str(leads[0].id)], None)
    for wrong in ("limit=x", "cursor=x"):
        assert (await api.get(f"/api/leads/mine?{wrong}", as_=client)).code == "MALFORMED"


@pytest.mark.req("LEAD-01")
@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"title": None},
        {"title": "a\x00b"},
        {"description": "x" * 5001},
        {"zip_code": "6700"},
        {"zip_code": "06700\n"},
        {"address": ""},
        {"budget_min": "1.005"},
        {"budget_min": "-1"},
        {"budget_max": "NaN"},
        {"urgency": "whenever"},
        {"preferred_time": "night"},
        {"deadline": "mañana"},
        {"availability": {"lunes": ["morning"]}},
        {"availability": {"mon": ["night"]}},
        {"availability": ["mon"]},
        {"recipients": ["7"]},
        {"recipients": "all"},
        {"media": ["7"]},
        {"client_id": str(uuid4())},
    ],
)
async def test_a_malformed_lead_is_refused_and_leaves_nothing(api: Api, wrong: dict[str, Any]) -> None:
    worker = await a.worker()
    answer = await api.post("/api/leads", BODY | {"recipients": [str(worker.id)]} | wrong, as_=await a.client())
    assert (answer.status, answer.code) == (400, "MALFORMED")
    assert await Lead.all().count() == 0


@pytest.mark.req("LEAD-03", "R-01", "R-03", "R-24")
async def test_refusals_have_their_codes(api: Api) -> None:
    client, worker = await a.client(), await a.worker()
    good = BODY | {"recipients": [str(worker.id)]}
    for wrong, status, code in (
        ({"recipients": []}, 422, "RECIPIENTS_ONE_TO_SIX"),
        ({"recipients": [str(uuid4()) for _ in range(7)]}, 422, "RECIPIENTS_ONE_TO_SIX"),
        ({"recipients": [str(uuid4())]}, 422, "RECIPIENT_UNAVAILABLE"),
        ({"description": "escribe a juan@gmail.com"}, 422, "CONTACT_BEFORE_REVEAL"),
        ({"location_zone": "Atlántida"}, 422, "UNKNOWN_ZONE"),
    ):
        answer = await api.post("/api/leads", good | wrong, as_=client)
        assert (answer.status, answer.code) == (status, code)
    first = await api.post("/api/leads", good, as_=client, key="k")
    assert (await api.post("/api/leads", good, as_=client, key="k")).data == first.data
    other = await api.post("/api/leads", good | {"title": "Otra"}, as_=client, key="k")
    assert (other.status, other.code) == (409, "IDEMPOTENCY_KEY_REUSED")
    unverified = await a.client(phone_verified=False)
    assert (await api.post("/api/leads", good, as_=unverified)).code == "PHONE_NOT_VERIFIED"


@pytest.mark.req("LEAD-02", "R-05")
async def test_a_client_cancels_a_lead_once(api: Api) -> None:
    client, worker = await a.client(), await a.worker()
    lead = await a.lead(worker, client=client)
    path = f"/api/leads/{lead.id}/cancel"
    assert (await api.post(path)).status == 401
    assert (await api.post(path, as_=worker)).status == 403
    assert (await api.post(path, as_=await a.client())).status == 404
    first = await api.post(path, as_=client, key="k")
    assert (first.status, first.data["status"]) == (200, "cancelled")
    assert (await api.post(path, as_=client, key="k")).data == first.data
    again = await api.post(path, as_=client)
    assert (again.status, again.code, again.details) == (409, "LEAD_CLOSED", {})
    assert (await api.get("/api/leads/available", as_=worker)).data["items"] == []
