from typing import Any

import pytest

from models.workers.tables import WorkerProfile, WorkerService
from tests import a
from tests.api import Api

PROFILE = {
    "description": "Plomera con veinte años de experiencia en fugas.",
    "service_areas": ["Roma Norte", "Condesa"],
    "availability": {"sun": [], "mon": ["evening", "morning"]},
}
OFFER = {
    "category": "Plomería",
    "name": "Reparación de fugas",
    "pricing_type": "hourly",
    "price_amount": "350.00",
}


@pytest.mark.req("ACC-06", "ACC-07", "ACC-08", "ACC-10", "ACC-14", "API-04", "R-07")
async def test_a_handyman_goes_from_registration_to_the_search_results(api: Api) -> None:
    her, boss = await a.user("worker"), await a.admin()
    empty = (await api.get("/api/workers/profile", as_=her)).data
    assert (empty["approval_status"], empty["description"], empty["services"]) == ("draft", "", [])
    saved = await api.post("/api/workers/profile", PROFILE, as_=her)
    assert (saved.status, saved.data["approval_status"]) == (200, "draft")
    assert saved.data["availability"] == {"mon": ["morning", "evening"]}
    offered = await api.post("/api/workers/services", OFFER, as_=her)
    assert (offered.status, offered.data["price_amount"], offered.data["minimum_charge"]) == (201, "350.00", None)
    assert (await api.post("/api/workers/profile/submit", as_=her)).data["approval_status"] == "pending"
    wanted = {"category": "Plomería", "zone": "Roma Norte"}
    assert (await api.get("/api/workers/search", query_string=wanted)).data["items"] == []
    assert (await api.get(f"/api/workers/{her.id}")).status == 404
    queue = await api.get("/api/admin/approval-queue", as_=boss)
    assert [each["id"] for each in queue.data["items"]] == [str(her.id)]
    approved = await api.patch(f"/api/admin/workers/{her.id}/approve", as_=boss)
    assert approved.data["approval_status"] == "approved"
    found = await api.get("/api/workers/search", query_string=wanted)
    assert [each["id"] for each in found.data["items"]] == [str(her.id)]
    assert found.data["items"][0]["badges"] == ["email_verified", "whatsapp_verified", "admin_approved"]
    assert (await api.get(f"/api/workers/{her.id}")).data["services"][0]["name"] == "Reparación de fugas"


@pytest.mark.req("R-02", "ACC-14")
async def test_the_public_page_tells_neither_contact_nor_what_staff_said(api: Api) -> None:
    worker = await a.worker(email="canary@example.com", phone="+525599990000")
    await WorkerProfile.filter(user_id=worker.id).update(admin_notes="canary-note")
    page = (await api.get(f"/api/workers/{worker.id}")).data
    assert "canary" not in str(page)
    assert "99990000" not in str(page)
    assert "free_until" not in page
    own = (await api.get("/api/workers/profile", as_=worker)).data
    assert (own["admin_notes"], own["approval_status"]) == ("canary-note", "approved")


async def test_what_may_be_chosen_is_listed_to_everybody(api: Api) -> None:
    services = (await api.get("/api/services")).data["items"]
    zones = (await api.get("/api/zones")).data["items"]
    assert {"id", "category", "name"} <= set(services[0])
    assert {"name", "borough"} <= set(zones[0])


@pytest.mark.req("ACC-14")
async def test_hours_change_and_services_come_and_go(api: Api) -> None:
    worker = await a.worker()
    hours = await api.patch("/api/workers/availability", {"availability": {"sat": ["morning"]}}, as_=worker)
    assert hours.data["availability"] == {"sat": ["morning"]}
    again = await api.post("/api/workers/services", OFFER, as_=worker)
    assert (again.status, again.code) == (409, "SERVICE_ALREADY_OFFERED")
    offered = (await api.get("/api/workers/profile", as_=worker)).data["services"][0]
    stranger = await a.worker()
    assert (await api.delete(f"/api/workers/services/{offered['id']}", as_=stranger)).status == 404
    assert (await api.delete(f"/api/workers/services/{offered['id']}", as_=worker)).status == 200
    assert (await api.get("/api/workers/profile", as_=worker)).data["services"] == []


@pytest.mark.req("R-24")
async def test_an_offer_resent_is_the_first_one_and_a_changed_one_a_conflict(api: Api) -> None:
    worker = await a.worker()
    drains = OFFER | {"name": "Destape de cañerías"}
    first = await api.post("/api/workers/services", drains, as_=worker, key="k1")
    again = await api.post("/api/workers/services", drains, as_=worker, key="k1")
    assert (first.data, again.status) == (again.data, 201)
    other = await api.post("/api/workers/services", drains | {"price_amount": "1.00"}, as_=worker, key="k1")
    assert (other.status, other.code) == (409, "IDEMPOTENCY_KEY_REUSED")


@pytest.mark.req("SEC-03", "ACC-06")
@pytest.mark.parametrize(
    "change",
    [
        {"description": "demasiado corta"},
        {"description": "x" * 401},
        {"description": " " * 30},
        {"service_areas": []},
        {"service_areas": ["Polanco"] * 21},
        {"service_areas": "Polanco"},
        {"availability": {"lunes": ["morning"]}},
        {"availability": {"mon": ["noon"]}},
        {"availability": {"mon": "morning"}},
        {"approval_status": "approved"},
    ],
)
async def test_what_is_no_profile_is_refused(api: Api, change: dict[str, Any]) -> None:
    answer = await api.post("/api/workers/profile", PROFILE | change, as_=await a.user("worker"))
    assert (answer.status, answer.code) == (400, "MALFORMED")
    assert not await WorkerProfile.exists()


@pytest.mark.req("SEC-03", "ACC-06")
@pytest.mark.parametrize(
    "change",
    [
        {"price_amount": "0"},
        {"price_amount": "-5"},
        {"price_amount": "1.005"},
        {"price_amount": "100001"},
        {"price_amount": "NaN"},
        {"price_amount": None},
        {"minimum_charge": "-1"},
        {"pricing_type": "daily"},
        {"name": None},
        {"service_id": "00000000-0000-7000-8000-000000000000"},
        {"service_id": "x", "category": None, "name": None},
    ],
)
async def test_what_is_no_offer_is_refused(api: Api, change: dict[str, Any]) -> None:
    answer = await api.post("/api/workers/services", OFFER | change, as_=await a.user("worker"))
    assert (answer.status, answer.code) == (400, "MALFORMED")
    assert not await WorkerService.exists()


async def test_an_unknown_zone_or_service_is_well_formed_and_refused(api: Api) -> None:
    worker = await a.user("worker")
    atlantis = await api.post("/api/workers/profile", PROFILE | {"service_areas": ["Atlantis"]}, as_=worker)
    assert (atlantis.status, atlantis.code, atlantis.details) == (422, "UNKNOWN_ZONE", {"zones": ["Atlantis"]})
    early = await api.post("/api/workers/services", OFFER, as_=worker)
    assert (early.status, early.code) == (422, "PROFILE_MISSING")
    await api.post("/api/workers/profile", PROFILE, as_=worker)
    alchemy = await api.post("/api/workers/services", OFFER | {"name": "Alquimia"}, as_=worker)
    assert (alchemy.status, alchemy.code) == (422, "UNKNOWN_SERVICE")


@pytest.mark.req("SEC-04", "ACC-01")
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/workers/profile", PROFILE),
        ("GET", "/api/workers/profile", None),
        ("PATCH", "/api/workers/availability", {"availability": {}}),
        ("POST", "/api/workers/services", OFFER),
        ("DELETE", "/api/workers/services/x", None),
        ("POST", "/api/workers/profile/submit", {}),
    ],
)
async def test_a_handymans_desk_is_for_handymen(api: Api, method: str, path: str, body: Any) -> None:
    assert (await api.ask(method, path, body)).code == "UNAUTHORIZED"
    for other in (await a.client(), await a.admin(), await a.support()):
        answer = await api.ask(method, path, body, as_=other)
        assert (answer.status, answer.code) == (403, "FORBIDDEN")


@pytest.mark.parametrize(
    "wanted",
    [
        *({"limit": "0"}, {"limit": "101"}, {"limit": "x"}, {"cursor": "x"}, {"colour": "blue"}),
        *({"min_rating": rating} for rating in ("0", "5.1", "4.55", "NaN", "many")),
        *({"min_price": "0"}, {"max_price": "-1"}, {"max_price": "Infinity"}, {"max_price": "1.001"}),
        *({"min_price": "500", "max_price": "499"}, {"day": "someday"}, {"sort": "score"}, {"sort": ""}),
    ],
)
async def test_what_is_no_search_is_refused(api: Api, wanted: dict[str, str]) -> None:
    answer = await api.get("/api/workers/search", query_string=wanted)
    assert (answer.status, answer.code) == (400, "MALFORMED")


@pytest.mark.req("RANK-12", "RANK-13", "RANK-14")
async def test_a_search_is_narrowed_sorted_and_says_why(api: Api) -> None:
    worker = await a.worker()
    wanted = {"category": "Plomería", "max_price": "350.00", "sort": "price"}
    answer = await api.get("/api/workers/search", query_string=wanted)
    assert [(each["id"], each["reasons"]) for each in answer.data["items"]] == [
        (str(worker.id), ["category", "price", "by_price"])
    ]
    nobody = await api.get("/api/workers/search", query_string=wanted | {"min_rating": "4.5", "day": "mon"})
    assert (nobody.data["items"], nobody.data["next_cursor"], nobody.data["loosen"]) == ([], None, "min_rating")


async def test_a_handyman_who_is_not_there_is_not_found(api: Api) -> None:
    client = await a.client()
    for nobody in (client.id, "no-id", "00000000-0000-7000-8000-000000000000"):
        assert (await api.get(f"/api/workers/{nobody}")).code == "NOT_FOUND"


@pytest.mark.req("RANK-13", "API-04")
async def test_a_search_goes_on_page_by_page_to_its_end(api: Api) -> None:
    everybody = {str((await a.worker()).id) for _ in range(5)}
    wanted = {"category": "Plomería", "zone": "Roma Norte", "limit": "2"}
    first = (await api.get("/api/workers/search", query_string=wanted)).data
    second = (await api.get("/api/workers/search", query_string=wanted | {"cursor": first["next_cursor"]})).data
    last = (await api.get("/api/workers/search", query_string=wanted | {"cursor": second["next_cursor"]})).data
    assert [len(page["items"]) for page in (first, second, last)] == [2, 2, 1]
    assert {each["id"] for page in (first, second, last) for each in page["items"]} == everybody
    assert (last["next_cursor"], last["loosen"]) == (None, None)


@pytest.mark.req("RANK-13", "R-02")
async def test_somebody_elses_place_in_a_search_leads_to_what_everybody_may_see(api: Api) -> None:
    """Of another person, order or filter: a place in a public list says no more than the list."""
    for _ in range(3):
        await a.worker()
    maria, diego = await a.client(), await a.client()
    wanted = {"limit": "1", "sort": "price"}
    hers = (await api.get("/api/workers/search", query_string=wanted, as_=maria)).data["next_cursor"]
    own = await api.get("/api/workers/search", query_string=wanted | {"cursor": hers}, as_=maria)
    for asker in (diego, None):
        answer = await api.get("/api/workers/search", query_string=wanted | {"cursor": hers}, as_=asker)
        assert (answer.status, answer.data["items"]) == (200, own.data["items"])
    for other in ({"sort": "rating"}, {"zone": "Polanco"}, {"category": "Electricidad"}):
        assert (
            await api.get("/api/workers/search", query_string={"cursor": hers} | other, as_=diego)
        ).status == 200
    for asked in ("nonsense", hers[:-1], f"{hers}0", "x" * 101, "0_NaN_0_0_0", "\0"):
        refused = await api.get("/api/workers/search", query_string={"cursor": asked}, as_=diego)
        assert (refused.status, refused.code) == (400, "MALFORMED")
