import pytest

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


@pytest.mark.req("ACC-06", "ACC-07", "ACC-08", "ACC-14", "R-07")
async def test_a_handyman_goes_from_registration_to_the_search_results(api: Api) -> None:
    her, boss = await a.user("worker"), await a.admin()
    saved = await api.post("/api/workers/profile", PROFILE, as_=her)
    assert (saved.status, saved.data["approval_status"]) == (200, "draft")
    assert saved.data["availability"] == {"mon": ["morning", "evening"]}
    assert (await api.post("/api/workers/services", OFFER, as_=her)).status == 201
    assert (await api.post("/api/workers/profile/submit", as_=her)).data["approval_status"] == "pending"
    assert (await api.get("/api/workers/search", query_string={"category": "Plomería"})).data["items"] == []
    queue = await api.get("/api/admin/approval-queue", as_=boss)
    assert [each["id"] for each in queue.data["items"]] == [str(her.id)]
    approved = await api.patch(f"/api/admin/workers/{her.id}/approve", as_=boss)
    assert approved.data["approval_status"] == "approved"
    found = await api.get("/api/workers/search", query_string={"category": "Plomería", "zone": "Roma Norte"})
    assert [each["id"] for each in found.data["items"]] == [str(her.id)]
    assert found.data["items"][0]["badges"] == ["email_verified", "whatsapp_verified", "admin_approved"]
