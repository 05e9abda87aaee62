"""What many reviews come to, for everybody."""

import asyncio
from typing import Any

import pytest

from models.errors import Malformed, NotFound
from models.people.leave import NOBODY
from models.people.suspend import suspend
from models.people.tables import User
from models.reviews.access import Sort, present, reviews_of
from models.reviews.leave_review import leave_review
from models.reviews.ratings import SNIPPET_LENGTH, ratings_of, summary_of
from models.reviews.remove import remove
from models.reviews.tables import FlagReason
from models.search.find_workers import find_workers
from models.workers.access import public_view
from tests import a, build_chat, build_reviews

pytestmark = pytest.mark.usefixtures("database")


async def whole(worker: User, sort: Sort, limit: int) -> list[tuple[int, str]]:
    seen: list[tuple[int, str]] = []
    cursor = None
    while True:
        found, cursor = await reviews_of(None, worker.id, sort=sort, limit=limit, cursor=cursor)
        seen += [(review.overall_rating, str(review.id)) for review in found]
        if cursor is None:
            return seen


@pytest.mark.req("REV-12", "REV-19")
async def test_cards_and_search_show_average_count_and_the_two_newest() -> None:
    worker, unknown = await a.worker(), await a.worker()
    left = await build_reviews.reviews_of(worker, 5, 4, 5, would_recommend=True)
    left += await build_reviews.reviews_of(worker, 1, would_recommend=False, description="Mal. " * 60)
    for card in (await public_view(worker.id), (await find_workers()).items[1]):
        assert (card["rating"], card["review_count"], card["recommended_percent"]) == ("3.8", 4, 75)
        assert [each["id"] for each in card["recent_reviews"]] == [str(left[3].id), str(left[2].id)]
    newest = card["recent_reviews"][0]
    assert len(newest["text"]) <= SNIPPET_LENGTH
    assert newest["text"].endswith("…")
    card = await public_view(unknown.id)
    assert (card["rating"], card["review_count"], card["recent_reviews"]) == (None, 0, [])


@pytest.mark.req("REV-11")
async def test_the_summary_counts_stars_and_averages_what_was_given() -> None:
    worker = await a.worker()
    await build_reviews.reviews_of(worker, 5, 4, quality_rating=4, would_hire_again=False)
    await build_reviews.reviews_of(worker, 4, quality_rating=5)
    assert await summary_of(worker.id) == {
        "rating": "4.3",
        "review_count": 3,
        "recommended_percent": 100,
        "would_hire_again_percent": 33,
        "by_stars": {"5": 1, "4": 2, "3": 0, "2": 0, "1": 0},
        "quality_rating": "4.3",
        "communication_rating": None,
        "punctuality_rating": None,
        "professionalism_rating": None,
        "value_rating": None,
    }
    assert (await summary_of((await a.worker()).id))["would_hire_again_percent"] is None


@pytest.mark.req("REV-11")
@pytest.mark.parametrize("limit", [1, 2, 100])
async def test_each_order_goes_through_all_without_gap_or_repeat(limit: int) -> None:
    worker = await a.worker()
    left = [(each.overall_rating, str(each.id)) for each in await build_reviews.reviews_of(worker, 3, 5, 1, 5, 3)]
    newest = sorted(left, key=lambda each: each[1], reverse=True)
    assert await whole(worker, Sort.NEWEST, limit) == newest
    assert await whole(worker, Sort.HIGHEST, limit) == sorted(newest, key=lambda each: -each[0])
    assert await whole(worker, Sort.LOWEST, limit) == sorted(newest, key=lambda each: each[0])


@pytest.mark.req("REV-11")
async def test_a_review_that_comes_in_between_moves_no_page() -> None:
    worker = await a.worker()
    await build_reviews.reviews_of(worker, 5, 4, 3)
    for sort in Sort:
        first, cursor = await reviews_of(None, worker.id, sort=sort, limit=2)
        await build_reviews.reviews_of(worker, 5)
        second, _ = await reviews_of(None, worker.id, sort=sort, limit=100, cursor=cursor)
        assert not {each.id for each in first} & {each.id for each in second}


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("cursor", ["", "5", "5.x", "x.00000000-0000-7000-8000-000000000000", "nonsense"])
async def test_a_cursor_of_somebody_elses_making_is_refused(sort: Sort, cursor: str) -> None:
    with pytest.raises(Malformed):
        await reviews_of(None, (await a.worker()).id, sort=sort, cursor=cursor)


@pytest.mark.req("REV-12", "REV-13")
async def test_counts_and_averages_are_right_however_many_come_and_go_at_once() -> None:
    worker, agent = await a.worker(), await a.support()
    gone = await build_reviews.reviews_of(worker, 1, 1)
    talk = await build_chat.conversation(worker=worker, revealed=True)
    client = await User.get(id=talk.client_id)
    done = [await a.confirmed_request(talk) for _ in range(4)]
    await asyncio.gather(
        *(leave_review(each.id, by=client, opinion=build_reviews.opinion(overall_rating=4)) for each in done),
        *(remove(each.id, by=agent, reason=FlagReason.FAKE) for each in gone),
    )
    shown = (await ratings_of([worker.id]))[worker.id]
    assert (shown["rating"], shown["review_count"]) == ("4.0", 4)


@pytest.mark.req("R-02", "REV-11", "LEAD-11")
async def test_in_public_a_client_is_who_they_chose_to_be_and_never_an_id() -> None:
    worker = await a.worker()
    talk = await build_chat.conversation(worker=worker, revealed=True)
    client = await User.get(id=talk.client_id)
    named = await build_reviews.review(await a.confirmed_request(talk))
    hidden = await build_reviews.review(await a.confirmed_request(talk), is_anonymous=True)
    for reader in (None, await a.worker(), await a.client()):
        shown = await present(reader, named, hidden)
        assert [each["client_name"] for each in shown] == ["María H.", None]
        assert str(client.id) not in str(shown)
        assert "payment_request_id" not in shown[0]
    for near in (client, worker):
        assert (await present(near, hidden))[0]["payment_request_id"] == str(hidden.payment_request_id)
    assert "client_id" not in (await present(worker, hidden))[0]
    [staff] = await present(await a.support(), hidden)
    assert staff["client_id"] == str(client.id)
    await User.filter(id=client.id).update(full_name=NOBODY, deleted_at=client.created_at)
    assert (await present(None, named))[0]["client_name"] is None
    assert (await public_view(worker.id))["recent_reviews"][1]["client_name"] is None


@pytest.mark.req("ACC-07", "REV-11")
async def test_reviews_of_a_handyman_who_is_not_public_are_for_him_and_staff() -> None:
    review = await build_reviews.review()
    worker, admin = await User.get(id=review.worker_id), await a.admin()
    await suspend(worker.id, "porque sí", by=admin.id)
    for reader in (None, await a.client()):
        with pytest.raises(NotFound):
            await reviews_of(reader, worker.id)
    for near in (worker, admin):
        found: tuple[list[Any], Any] = await reviews_of(near, worker.id)
        assert [each.id for each in found[0]] == [review.id]
    with pytest.raises(NotFound):
        await reviews_of(None, (await a.client()).id)
