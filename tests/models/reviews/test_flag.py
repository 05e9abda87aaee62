"""Reported, looked at, removed or kept."""

import asyncio

import pytest

from models.admin.tables import AuditEntry
from models.errors import IdempotencyKeyReused, NotFound
from models.notices.tables import Notice
from models.people.tables import User
from models.reviews.access import flagged_reviews, review_for, reviews_of
from models.reviews.audit import audit
from models.reviews.dismiss_flags import dismiss_flags
from models.reviews.flag import flag
from models.reviews.ratings import ratings_of
from models.reviews.refusals import AlreadyFlagged, NothingFlagged, OwnReview, ReviewRemoved
from models.reviews.remove import remove
from models.reviews.tables import FlagReason, FlagStatus, Review, ReviewFlag
from tests import a, build_reviews

pytestmark = pytest.mark.usefixtures("database")

FAKE = FlagReason.FAKE


async def told(user_id: object) -> list[str]:
    return [notice.kind for notice in await Notice.filter(user_id=user_id, kind__startswith="review.")]


@pytest.mark.req("REV-14", "R-24")
async def test_once_per_person_and_never_ones_own() -> None:
    review = await build_reviews.review()
    client, stranger = await User.get(id=review.client_id), await a.client()
    first = await flag(review.id, by=stranger, reason=FAKE, description="Nunca pasó", key="k")
    again = await flag(review.id, by=stranger, reason=FAKE, description="Nunca pasó", key="k")
    assert first.id == again.id
    with pytest.raises(IdempotencyKeyReused):
        await flag(review.id, by=stranger, reason=FlagReason.SPAM, key="k")
    with pytest.raises(AlreadyFlagged):
        await flag(review.id, by=stranger, reason=FlagReason.SPAM)
    with pytest.raises(OwnReview):
        await flag(review.id, by=client, reason=FAKE)
    with pytest.raises(NotFound):
        await flag(first.id, by=stranger, reason=FAKE)
    assert [each.id for each in (await flagged_reviews())[0]] == [review.id]
    assert await audit() == []


@pytest.mark.req("REV-14")
async def test_a_report_alone_hides_nothing() -> None:
    review = await build_reviews.review()
    await flag(review.id, by=await a.client(), reason=FAKE)
    assert [each.id for each in (await reviews_of(None, review.worker_id))[0]] == [review.id]


@pytest.mark.req("REV-14")
async def test_of_reports_at_once_by_one_person_one_stands() -> None:
    review, stranger = await build_reviews.review(), await a.client()
    tried = await asyncio.gather(
        *(flag(review.id, by=stranger, reason=FAKE) for _ in range(4)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in tried) == ["AlreadyFlagged"] * 3 + ["ReviewFlag"]


@pytest.mark.req("REV-14", "REV-17", "SUP-08")
async def test_a_removed_review_is_kept_for_audit_and_seen_by_its_people_and_staff_only() -> None:
    review = await build_reviews.review()
    client, worker = await User.get(id=review.client_id), await User.get(id=review.worker_id)
    stranger, agent = await a.client(), await a.support()
    await flag(review.id, by=worker, reason=FAKE)
    await flag(review.id, by=stranger, reason=FlagReason.SPAM)
    await remove(review.id, by=agent, reason=FAKE, notes="Nunca hubo trabajo")
    kept = await Review.get(id=review.id)
    assert (kept.title, kept.removed_by_id, kept.removed_as) == (review.title, agent.id, FAKE)
    for reader in (None, stranger):
        with pytest.raises(NotFound):
            await review_for(reader, review.id)
    for near in (client, worker, agent):
        assert (await review_for(near, review.id)).id == review.id
    assert (await reviews_of(agent, worker.id))[0] == []
    assert (await ratings_of([worker.id]))[worker.id]["review_count"] == 0
    assert set(await ReviewFlag.all().values_list("status", flat=True)) == {FlagStatus.UPHELD}
    assert await told(client.id) == ["review.removed"]
    assert await told(worker.id) == ["review.left", "review.removed"]
    assert await told(stranger.id) == ["review.flag_upheld"]
    entry = await AuditEntry.get(action="review.removed")
    assert (entry.actor_id, entry.subject_id) == (agent.id, review.id)
    with pytest.raises(ReviewRemoved):
        await remove(review.id, by=agent, reason=FAKE)
    with pytest.raises(NotFound):
        await flag(review.id, by=await a.client(), reason=FAKE)
    with pytest.raises(NothingFlagged):
        await dismiss_flags(review.id, by=agent)
    assert await audit() == []


@pytest.mark.req("REV-17")
async def test_a_legitimate_review_stays_and_who_reported_it_hears_so() -> None:
    review = await build_reviews.review(overall_rating=1)
    worker, agent = await User.get(id=review.worker_id), await a.support()
    with pytest.raises(NothingFlagged):
        await dismiss_flags(review.id, by=agent)
    await flag(review.id, by=worker, reason=FAKE)
    await dismiss_flags(review.id, by=agent, notes="Hay fotos y chat")
    assert (await ReviewFlag.get()).status == FlagStatus.DISMISSED
    assert await told(worker.id) == ["review.left", "review.flag_dismissed"]
    assert (await flagged_reviews())[0] == []
    assert len((await reviews_of(None, worker.id))[0]) == 1
    await flag(review.id, by=await a.client(), reason=FAKE)
    assert len((await flagged_reviews())[0]) == 1


@pytest.mark.req("REV-14", "REV-17")
async def test_two_agents_and_a_report_at_once_leave_nothing_waiting_on_a_removed_review() -> None:
    for _ in range(3):
        review, stranger, agents = (
            await build_reviews.review(),
            await a.client(),
            [await a.support(), await a.admin()],
        )
        await flag(review.id, by=await a.client(), reason=FAKE)
        tried = await asyncio.gather(
            remove(review.id, by=agents[0], reason=FAKE),
            remove(review.id, by=agents[1], reason=FlagReason.SPAM),
            flag(review.id, by=stranger, reason=FAKE),
            return_exceptions=True,
        )
        assert sum(isinstance(each, Review) for each in tried) == 1
        assert sum(isinstance(each, ReviewRemoved) for each in tried) == 1
    assert await audit() == []
