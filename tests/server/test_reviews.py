"""Reviews over HTTP: parsing, access, shape. What they come to is told in tests/models/reviews."""

from typing import Any

import pytest

from models.people.tables import User
from models.reviews.tables import Review
from models.uploads.tables import Purpose
from tests import a, build_reviews
from tests.api import Api
from tests.build_reviews import OPINION

NOBODY = "00000000-0000-7000-8000-000000000000"


def said(of: Any, **but: Any) -> dict[str, Any]:
    return {"payment_request_id": str(of.id)} | OPINION | but


@pytest.mark.req("REV-04", "REV-07", "REV-08", "REV-09", "REV-11", "REV-16", "REV-18", "API-10", "R-02", "R-24")
async def test_a_client_reviews_the_world_reads_the_handyman_responds(api: Api) -> None:
    done = await a.confirmed_request()
    client, worker = await a.sides(done)
    photo = await a.upload(client, Purpose.REVIEW)
    body = said(done, quality_rating=5, punctuality_rating=4, media=[str(photo.id)], anonymous=True)
    answer = await api.post("/api/reviews", body, as_=client, key="k")
    assert answer.status == 201
    review = answer.data
    assert review | OPINION | {"quality_rating": 5, "value_rating": None, "is_anonymous": True} == review
    assert [each["url"] for each in review["media"]] == [f"/api/media/{photo.id}"]
    assert review["payment_request_id"] == str(done.id)
    assert (await api.post("/api/reviews", body, as_=client, key="k")).data["id"] == review["id"]
    reused = await api.post("/api/reviews", said(done), as_=client, key="k")
    assert (reused.status, reused.code) == (409, "IDEMPOTENCY_KEY_REUSED")
    second = await api.post("/api/reviews", said(done), as_=client)
    assert (second.status, second.code) == (409, "ALREADY_REVIEWED")
    thanks = {"worker_response": "Gracias, fue un gusto"}
    for _ in range(2):
        path = f"/api/reviews/{review['id']}/respond"
        assert (await api.post(path, thanks, as_=worker, key="r")).data[
            "worker_response"
        ] == "Gracias, fue un gusto"
    for page in (await api.get(f"/api/reviews/worker/{worker.id}"), await api.get(f"/api/reviews/{review['id']}")):
        assert page.status == 200
        shown = page.data["items"][0] if "items" in page.data else page.data
        assert (shown["client_name"], shown["worker_response"]) == (None, "Gracias, fue un gusto")
        assert str(client.id) not in str(page.body)
        assert str(done.id) not in str(page.body)
    assert (await api.get(f"/api/workers/{worker.id}")).data["rating"] == "5.0"


@pytest.mark.req("REV-04", "REV-05", "REV-06", "REV-07", "REV-08", "REV-09", "C35")
@pytest.mark.parametrize(
    "wrong",
    [
        {"overall_rating": 0},
        {"overall_rating": 6},
        {"overall_rating": 4.5},
        {"overall_rating": "5"},
        {"overall_rating": None},
        {"title": "x" * 9},
        {"title": " " * 5 + "x" * 9},
        {"title": "x" * 101},
        {"description": "x" * 99},
        {"description": "x" * 1001},
        {"description": "x" * 99 + "\0"},
        {"would_recommend": None},
        {"would_hire_again": "yes"},
        {"value_rating": 6},
        {"media": ["x"]},
        {"media": [NOBODY] * 11},
        {"anonymous": None},
        {"payment_request_id": "x"},
        {"client_id": NOBODY},
    ],
)
async def test_malformed_reviews_leave_nothing(api: Api, wrong: dict[str, Any]) -> None:
    done = await a.confirmed_request()
    client, _ = await a.sides(done)
    answer = await api.post("/api/reviews", said(done, **wrong), as_=client)
    assert (answer.status, answer.code) == (400, "MALFORMED")
    assert not await Review.exists()


@pytest.mark.req("REV-05", "REV-06", "C35")
@pytest.mark.parametrize("size", [(10, 100), (100, 1000)])
async def test_the_shortest_and_the_longest_are_fine(api: Api, size: tuple[int, int]) -> None:
    done = await a.confirmed_request()
    client, _ = await a.sides(done)
    body = said(done, title="ñ" * size[0], description="ñ" * size[1])
    assert (await api.post("/api/reviews", body, as_=client)).status == 201


@pytest.mark.req("REV-04", "REV-08")
@pytest.mark.parametrize("field", list(OPINION))
async def test_nothing_required_may_be_missing(api: Api, field: str) -> None:
    done = await a.confirmed_request()
    client, _ = await a.sides(done)
    body = said(done)
    del body[field]
    assert (await api.post("/api/reviews", body, as_=client)).status == 400


@pytest.mark.req("SEC-04", "REV-01", "REV-18")
async def test_without_a_session_or_as_the_wrong_one_nothing_is_done(api: Api) -> None:
    review = await build_reviews.review()
    done = await a.confirmed_request()
    client, worker = await a.sides(done)
    commands: list[tuple[str, str, dict[str, Any], list[User]]] = [
        ("POST", "/api/reviews", said(done), [worker, await a.support()]),
        ("POST", f"/api/reviews/{review.id}/respond", {"worker_response": "Gracias"}, [client]),
        ("POST", f"/api/reviews/{review.id}/flag", {"reason": "fake"}, []),
        ("GET", "/api/admin/reviews/flagged", {}, [client, worker]),
        ("PATCH", f"/api/admin/reviews/{review.id}/remove", {"reason": "fake"}, [client, worker]),
        ("PATCH", f"/api/admin/reviews/{review.id}/dismiss-flags", {}, [client, worker]),
    ]
    for method, path, body, wrong in commands:
        answer = await api.ask(method, path, body)
        assert (answer.status, answer.code) == (401, "UNAUTHORIZED"), path
        for asker in wrong:
            assert (await api.ask(method, path, body, as_=asker)).status == 403, path
    other = await api.post("/api/reviews", said(done), as_=await a.client())
    assert (other.status, other.code) == (404, "NOT_FOUND")
    theirs = await api.post(f"/api/reviews/{review.id}/respond", {"worker_response": "Gracias"}, as_=worker)
    assert (theirs.status, theirs.code) == (404, "NOT_FOUND")


@pytest.mark.req("REV-14", "REV-16", "REV-18")
async def test_malformed_words_about_a_review_and_ids_that_are_none(api: Api) -> None:
    review = await build_reviews.review()
    worker = await User.get(id=review.worker_id)
    for body in ({}, {"worker_response": " "}, {"worker_response": "x" * 501}, {"worker_response": 1}):
        assert (await api.post(f"/api/reviews/{review.id}/respond", body, as_=worker)).status == 400
    for body in ({}, {"reason": "ugly"}, {"reason": "fake", "description": ""}, {"reason": "spam", "x": 1}):
        assert (await api.post(f"/api/reviews/{review.id}/flag", body, as_=worker)).status == 400
    for key in ("x", NOBODY):
        assert (await api.post(f"/api/reviews/{key}/flag", {"reason": "fake"}, as_=worker)).status == 404
        assert (
            await api.post(f"/api/reviews/{key}/respond", {"worker_response": "Gracias"}, as_=worker)
        ).status == 404
        assert (await api.get(f"/api/reviews/{key}")).status == 404
        assert (await api.get(f"/api/reviews/worker/{key}")).status == 404
    for query in ({"sort": "best"}, {"limit": "0"}, {"cursor": "x"}, {"page": "2"}):
        assert (await api.get(f"/api/reviews/worker/{worker.id}", query_string=query)).status == 400, query


@pytest.mark.req("REV-14", "REV-17", "R-24")
async def test_staff_see_what_was_reported_and_remove_or_keep_it(api: Api) -> None:
    one, two = await build_reviews.review(), await build_reviews.review()
    stranger, agent, admin = await a.client(), await a.support(), await a.admin()
    for review in (one, two):
        body = {"reason": "unrelated", "description": "No habla del trabajo"}
        flagged = await api.post(f"/api/reviews/{review.id}/flag", body, as_=stranger, key=f"k{review.id}")
        assert (flagged.status, flagged.data["status"]) == (201, "pending")
        again = await api.post(f"/api/reviews/{review.id}/flag", body, as_=stranger, key=f"k{review.id}")
        assert again.data == flagged.data
        assert (await api.post(f"/api/reviews/{review.id}/flag", body, as_=stranger)).code == "ALREADY_FLAGGED"
    queue = (await api.get("/api/admin/reviews/flagged", as_=agent)).data["items"]
    assert [each["id"] for each in queue] == [str(two.id), str(one.id)]
    assert (queue[0]["client_id"], queue[0]["flags"][0]["flagged_by"]) == (str(two.client_id), str(stranger.id))
    path = f"/api/admin/reviews/{one.id}"
    assert (await api.patch(f"{path}/remove", {"reason": "ugly"}, as_=agent)).status == 400
    gone = await api.patch(f"{path}/remove", {"reason": "unrelated", "notes": "Visto"}, as_=agent)
    assert (gone.data["removed_as"], gone.data["flags"][0]["status"]) == ("unrelated", "upheld")
    assert (await api.patch(f"{path}/remove", {"reason": "fake"}, as_=admin)).code == "REVIEW_REMOVED"
    kept = await api.patch(f"/api/admin/reviews/{two.id}/dismiss-flags", {}, as_=admin)
    assert kept.data["flags"][0]["status"] == "dismissed"
    assert (await api.get("/api/admin/reviews/flagged", as_=agent)).data["items"] == []
    assert (await api.get(f"/api/reviews/{one.id}")).status == 404
    assert (await api.get(f"/api/reviews/{one.id}", as_=agent)).data["removed_by"] == str(agent.id)


@pytest.mark.req("REV-03", "C27", "TIM-14")
async def test_a_search_hints_at_what_waits_for_a_review_and_finds_all_the_same(api: Api) -> None:
    done = await a.confirmed_request()
    client, worker = await a.sides(done)
    found = await api.get("/api/workers/search", as_=client)
    assert found.data["pending_review"]["payment_request_id"] == str(done.id)
    assert [each["id"] for each in found.data["items"]] == [str(worker.id)]
    assert (await api.get("/api/workers/search")).data["pending_review"] is None
