from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from models.clock import business_now
from models.errors import Malformed
from models.people.tables import User, UserStatus
from models.reviews.remove import remove
from models.reviews.tables import FlagReason
from models.search.find_workers import find_workers
from models.search.wanted import Wanted
from models.workers.tables import WorkerProfile
from tests import a, build_reviews
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")


async def found(**wanted: Any) -> list[UUID]:
    return [item["id"] for item in (await find_workers(Wanted(**wanted))).items]


@pytest.mark.req("ACC-07", "RANK-13")
async def test_only_the_approved_and_active_are_found() -> None:
    worker = await a.worker()
    await a.pending_worker()
    await a.draft_worker()
    for status in (UserStatus.SUSPENDED, UserStatus.BANNED):
        await a.worker(status=status)
    gone = await a.worker()
    await User.filter(id=gone.id).update(deleted_at=gone.created_at)
    assert await found() == [worker.id]


@pytest.mark.req("RANK-13")
async def test_category_and_service_must_be_offered() -> None:
    plumber, both = await a.worker(), await a.worker()
    await a.offer(both, "Electricidad", "Instalación de lámparas")
    assert await found(category="Plomería") == [both.id, plumber.id]
    assert await found(category="Electricidad") == [both.id]
    assert await found(service="Instalación de lámparas") == [both.id]
    assert await found(category="Plomería", service="Instalación de lámparas") == []
    assert await found(category="Alquimia") == []


@pytest.mark.req("RANK-13")
async def test_a_zone_is_served_by_name_by_its_alcaldia_and_from_within() -> None:
    colonia = await a.worker(areas=["Roma Norte"])
    alcaldia = await a.worker(areas=["Cuauhtémoc"])
    elsewhere = await a.worker(areas=["Polanco"])
    assert await found(zone="Roma Norte") == [alcaldia.id, colonia.id]
    assert await found(zone="Cuauhtémoc") == [alcaldia.id, colonia.id]
    assert await found(zone="Condesa") == [alcaldia.id]
    assert await found(zone="Miguel Hidalgo") == [elsewhere.id]
    assert await found(zone="Atlantis") == []


@pytest.mark.req("BUD-10", "C3", "R-01")
async def test_the_paused_are_shown_after_the_others_and_marked() -> None:
    first, paused, second = await a.worker(), await a.worker(paused=True), await a.worker()
    items = (await find_workers(Wanted(category="Plomería"))).items
    assert [(item["id"], item["is_paused"]) for item in items] == [
        (second.id, False),
        (first.id, False),
        (paused.id, True),
    ]


async def test_pages_follow_each_other_without_gap_or_repeat() -> None:
    everybody = [(await a.worker(paused=paused)).id for paused in (True, False, True, False, False)]
    seen, cursor = [], None
    while True:
        page = await find_workers(limit=2, cursor=cursor)
        seen += [item["id"] for item in page.items]
        if (cursor := page.next_cursor) is None:
            break
    assert len(seen) == 5
    assert set(seen) == set(everybody)


@pytest.mark.req("REV-13")
async def test_the_most_trusted_stand_first_and_the_new_in_the_middle() -> None:
    new, praised, blamed, often = [await a.worker() for _ in range(4)]
    await build_reviews.reviews_of(praised, 5)
    await build_reviews.reviews_of(blamed, 1, would_recommend=False)
    await build_reviews.reviews_of(often, 5, 5, 5, 4)
    assert await found() == [often.id, praised.id, new.id, blamed.id]


@pytest.mark.req("REV-13")
async def test_who_is_recommended_stands_before_who_is_not_with_as_many_stars() -> None:
    yes, no = await a.worker(), await a.worker()
    await build_reviews.reviews_of(yes, 4, 4)
    await build_reviews.reviews_of(no, 4, 4, would_recommend=False)
    assert await found() == [yes.id, no.id]


@pytest.mark.req("REV-13", "R-18")
async def test_what_is_recent_weighs_more_than_what_is_long_ago() -> None:
    better, worse = await a.worker(), await a.worker()
    await build_reviews.reviews_of(better, 1)
    await build_reviews.reviews_of(worse, 5)
    await stand_still_at(await business_now() + timedelta(days=730))
    await build_reviews.reviews_of(better, 5)
    await build_reviews.reviews_of(worse, 1)
    assert await found() == [better.id, worse.id]


@pytest.mark.req("REV-13", "REV-17")
async def test_a_removed_review_moves_nobody() -> None:
    first, second = await a.worker(), await a.worker()
    [review] = await build_reviews.reviews_of(first, 5)
    assert await found() == [first.id, second.id]
    await remove(review.id, by=await a.support(), reason=FlagReason.FAKE)
    assert await found() == [second.id, first.id]


@pytest.mark.req("REV-13")
async def test_pages_of_trusted_and_new_follow_each_other_while_time_goes_on() -> None:
    workers = [await a.worker() for _ in range(5)]
    for number, stars in enumerate((3, 5, 1, 5)):
        await build_reviews.reviews_of(workers[number], stars)
    await WorkerProfile.filter(user_id=workers[3].id).update(is_paused=True)
    whole = await found()
    seen: list[UUID] = []
    cursor = None
    while True:
        page = await find_workers(limit=1, cursor=cursor)
        seen += [item["id"] for item in page.items]
        if (cursor := page.next_cursor) is None:
            break
        await stand_still_at(await business_now() + timedelta(days=200))
    assert seen == whole
    assert seen[-1] == workers[3].id


NOT_OURS = [
    "",
    "0",
    "0.x",
    "nonsense",
    "0_x_0_x",
    f"0_0_NaN_0_{UUID(int=0)}",
    f"0_NaN_8_0_{UUID(int=0)}",
    f"0_0_8_{9**30}_{UUID(int=0)}",
    f"0_0_1e9_0_{UUID(int=0)}",
    f"0_-1e9_8_0_{UUID(int=0)}",
    f"0_8_0_{UUID(int=0)}",
]


@pytest.mark.parametrize("cursor", NOT_OURS)
async def test_a_cursor_of_somebody_elses_making_is_refused(cursor: str) -> None:
    with pytest.raises(Malformed):
        await find_workers(cursor=cursor)


@pytest.mark.req("R-02", "ACC-10")
async def test_a_card_says_what_is_offered_and_never_how_to_reach_the_handyman() -> None:
    worker = await a.worker(email="canary@example.com", phone="+525599990000")
    items = (await find_workers()).items
    assert items[0]["badges"] == ["email_verified", "whatsapp_verified", "admin_approved"]
    assert [(each["category"], each["price_amount"]) for each in items[0]["services"]] == [("Plomería", 350)]
    assert "canary" not in str(items)
    assert "99990000" not in str(items)
    assert worker.full_name in str(items)
