from typing import Any

import pytest

from models.people.tables import User, UserStatus
from models.workers.tables import ApprovalDecision, WorkerProfile
from tests import a
from tests.api import Api

REJECTION = {"reason": "below_quality", "detail": "Sin experiencia"}


@pytest.mark.req("ACC-08", "ACC-15", "API-13")
async def test_the_queue_shows_profiles_as_they_would_be_published_longest_wait_first(api: Api) -> None:
    boss = await a.admin()
    waiting = [await a.pending_worker() for _ in range(3)]
    await a.worker()
    await a.draft_worker()
    first = await api.get("/api/admin/approval-queue", query_string={"limit": "2"}, as_=boss)
    cursor = first.data["next_cursor"]
    second = await api.get(f"/api/admin/approval-queue?limit=2&cursor={cursor}", as_=boss)
    items = first.data["items"] + second.data["items"]
    assert [item["id"] for item in items] == [str(worker.id) for worker in waiting]
    assert second.data["next_cursor"] is None
    shown = items[0]
    assert (shown["email"], shown["phone"]) == (waiting[0].email, waiting[0].phone)
    assert {"description", "services", "service_areas", "availability", "badges", "submitted_at"} <= set(shown)
    bad = await api.get("/api/admin/approval-queue?cursor=x", as_=boss)
    assert (bad.status, bad.code) == (400, "MALFORMED")


@pytest.mark.req("ACC-08", "C30")
async def test_changes_are_requested_and_the_next_reader_of_the_queue_knows(api: Api) -> None:
    worker, boss = await a.pending_worker(), await a.admin()
    path = f"/api/admin/workers/{worker.id}/request-changes"
    answer = await api.patch(path, {"notes": "Precios más claros"}, as_=boss)
    assert (answer.status, answer.data["approval_status"]) == (200, "changes_requested")
    own = await api.get("/api/workers/profile", as_=worker)
    assert own.data["admin_notes"] == "Precios más claros"
    await api.post("/api/workers/profile/submit", as_=worker)
    queue = (await api.get("/api/admin/approval-queue", as_=boss)).data["items"]
    assert [each["reason"] for each in queue[0]["earlier_decisions"]] == ["Precios más claros"]


@pytest.mark.req("ACC-09", "API-13")
async def test_a_rejection_says_why_and_until_when(api: Api) -> None:
    worker, boss = await a.pending_worker(), await a.admin()
    answer = await api.patch(f"/api/admin/workers/{worker.id}/reject", REJECTION, as_=boss)
    assert (answer.status, answer.data["approval_status"]) == (200, "rejected")
    own = (await api.get("/api/workers/profile", as_=worker)).data
    assert own["rejection_reason"] == "below_quality: Sin experiencia"
    early = await api.post("/api/workers/profile/submit", as_=worker)
    assert (early.status, early.code) == (422, "REAPPLY_LATER")
    assert early.details["may_reapply_at"] == own["may_reapply_at"]


@pytest.mark.req("ACC-08")
async def test_what_was_decided_is_not_decided_again(api: Api) -> None:
    worker, boss = await a.pending_worker(), await a.admin()
    assert (await api.patch(f"/api/admin/workers/{worker.id}/approve", as_=boss)).status == 200
    for verb, body in (("approve", {}), ("reject", REJECTION), ("request-changes", {"notes": "…"})):
        answer = await api.patch(f"/api/admin/workers/{worker.id}/{verb}", body, as_=boss)
        assert (answer.status, answer.code) == (409, "NOT_PENDING")
        assert answer.details == {"approval_status": "approved"}
    assert await ApprovalDecision.all().count() == 1


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("reject", {}),
        ("reject", {"reason": "because"}),
        ("reject", {"reason": "fake_profile", "detail": "x" * 2001}),
        ("request-changes", {}),
        ("request-changes", {"notes": "  "}),
    ],
)
async def test_a_decision_without_its_reason_is_malformed(api: Api, verb: str, body: dict[str, Any]) -> None:
    worker = await a.pending_worker()
    answer = await api.patch(f"/api/admin/workers/{worker.id}/{verb}", body, as_=await a.admin())
    assert (answer.status, answer.code) == (400, "MALFORMED")
    assert (await WorkerProfile.get(user_id=worker.id)).approval_status == "pending"


@pytest.mark.req("ACC-15", "API-13")
async def test_a_suspended_user_is_out_and_may_come_back(api: Api) -> None:
    user, boss = await a.worker(), await a.admin()
    assert (await api.get("/api/auth/me", as_=user)).status == 200
    path = f"/api/admin/users/{user.id}"
    suspended = await api.patch(f"{path}/suspend", {"reason": "Insultos"}, as_=boss)
    assert (suspended.status, suspended.data["status"]) == (200, "suspended")
    assert (await api.get("/api/auth/me", as_=user)).code == "UNAUTHORIZED"
    assert (await api.get(f"/api/workers/{user.id}")).status == 404
    again = await api.patch(f"{path}/suspend", {"reason": "Insultos"}, as_=boss)
    assert (again.status, again.code) == (409, "ALREADY_SUSPENDED")
    back = await api.patch(f"{path}/reinstate", {"reason": "Fue un error"}, as_=boss)
    assert back.data["status"] == "active"
    twice = await api.patch(f"{path}/reinstate", {"reason": "Fue un error"}, as_=boss)
    assert (twice.status, twice.code) == (409, "NOT_SUSPENDED")


async def test_staff_is_not_suspended_and_a_reason_is_needed(api: Api) -> None:
    boss, user = await a.admin(), await a.client()
    self_harm = await api.patch(f"/api/admin/users/{boss.id}/suspend", {"reason": "…"}, as_=boss)
    assert (self_harm.status, self_harm.code) == (403, "STAFF_IS_NOT_SANCTIONED")
    mute = await api.patch(f"/api/admin/users/{user.id}/suspend", {}, as_=boss)
    assert (mute.status, mute.code) == (400, "MALFORMED")
    assert (await User.get(id=user.id)).status == UserStatus.ACTIVE


@pytest.mark.req("SEC-04", "ACC-01")
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/admin/approval-queue", None),
        ("PATCH", "/api/admin/workers/{id}/approve", {}),
        ("PATCH", "/api/admin/workers/{id}/reject", REJECTION),
        ("PATCH", "/api/admin/workers/{id}/request-changes", {"notes": "…"}),
        ("PATCH", "/api/admin/users/{id}/suspend", {"reason": "…"}),
        ("PATCH", "/api/admin/users/{id}/reinstate", {"reason": "…"}),
    ],
)
async def test_the_admins_desk_is_for_admins(api: Api, method: str, path: str, body: Any) -> None:
    worker = await a.pending_worker()
    path = path.format(id=worker.id)
    assert (await api.ask(method, path, body)).code == "UNAUTHORIZED"
    for other in (worker, await a.client(), await a.support()):
        answer = await api.ask(method, path, body, as_=other)
        assert (answer.status, answer.code) == (403, "FORBIDDEN")
    if method == "PATCH":
        nobody = path.replace(str(worker.id), "no-id")
        assert (await api.ask(method, nobody, body, as_=await a.admin())).code == "NOT_FOUND"
