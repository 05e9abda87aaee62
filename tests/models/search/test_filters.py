"""What may be asked of the search beside where and what, in which order, and why somebody is shown."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from models.people.tables import User
from models.search.find_workers import find_workers
from models.search.wanted import Order, Wanted
from models.workers.tables import WorkerProfile, WorkerService
from tests import a, build_reviews

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.req("RANK-13", "RANK-14")]


async def found(**wanted: Any) -> list[UUID]:
    return [item["id"] for item in (await find_workers(Wanted(**wanted))).items]


async def reasons(of: User, **wanted: Any) -> list[str]:
    [item] = [item for item in (await find_workers(Wanted(**wanted))).items if item["id"] == of.id]
    return [str(reason) for reason in item["reasons"]]


async def price(worker: User, amount: int, category: str = "Plomería") -> None:
    await WorkerService.filter(worker_id=worker.id, service__category=category).update(price_amount=amount)


async def test_a_price_is_that_of_what_is_looked_for() -> None:
    cheap, dear = await a.worker(), await a.worker()
    await price(dear, 900)
    await a.offer(dear, "Electricidad", "Instalación de lámparas")
    assert await found(max_price=Decimal(350)) == [dear.id, cheap.id]
    assert await found(max_price=Decimal(350), category="Plomería") == [cheap.id]
    assert await found(min_price=Decimal(351)) == [dear.id]
    assert await found(min_price=Decimal(100), max_price=Decimal(349)) == []
    assert await found(min_price=Decimal(900), max_price=Decimal(900), service="Reparación de fugas") == [dear.id]


async def test_the_service_that_was_looked_for_stands_first_on_the_card() -> None:
    worker = await a.worker()
    await a.offer(worker, "Electricidad", "Instalación de lámparas")
    for category in ("Plomería", "Electricidad"):
        [card] = (await find_workers(Wanted(category=category))).items
        assert card["services"][0]["category"] == category
        assert len(card["services"]) == 2


@pytest.mark.req("REV-12")
async def test_the_least_rating_is_of_the_average_as_it_is_shown() -> None:
    _, good, fair = [await a.worker() for _ in range(3)]
    await build_reviews.reviews_of(good, 5, 4, 5)
    await build_reviews.reviews_of(fair, 4)
    assert await found(min_rating=Decimal("4.8")) == []
    assert await found(min_rating=Decimal("4.7")) == [good.id]
    assert await found(min_rating=Decimal(4)) == [good.id, fair.id]


@pytest.mark.req("RANK-05")
async def test_a_day_is_one_on_which_they_say_that_they_work() -> None:
    saturday, _ = await a.worker(), await a.worker()
    await WorkerProfile.filter(user_id=saturday.id).update(availability={"sat": ["morning"]})
    assert await found(day="sat") == [saturday.id]
    assert saturday.id not in await found(day="sun")


@pytest.mark.req("C3")
async def test_the_lowest_price_first_and_the_paused_after_all_others() -> None:
    new, none, dear, cheap, paused = [await a.worker() for _ in range(5)]
    for worker, amount in ((dear, 500), (cheap, 200), (paused, 100)):
        await price(worker, amount)
    await WorkerService.filter(worker_id=none.id).delete()
    await WorkerProfile.filter(user_id=paused.id).update(is_paused=True)
    assert await found(sort=Order.PRICE) == [cheap.id, new.id, dear.id, none.id, paused.id]


async def test_the_best_rated_first_and_the_more_trusted_among_equals() -> None:
    new, once, often, fair = [await a.worker() for _ in range(4)]
    await build_reviews.reviews_of(once, 5)
    await build_reviews.reviews_of(often, 5, 5, 5)
    await build_reviews.reviews_of(fair, 4, 4, 4, 4)
    assert await found(sort=Order.RATING) == [often.id, once.id, fair.id, new.id]


async def test_where_nobody_is_found_it_says_which_filter_to_give_up() -> None:
    await a.worker(areas=["Roma Norte"])
    wanted = Wanted(category="Plomería", service="Reparación de fugas", zone="Roma Norte")
    assert (await find_workers(wanted)).loosen is None
    for change, name in (
        ({"max_price": Decimal(10)}, "price"),
        ({"min_rating": Decimal(4)}, "min_rating"),
        ({"day": "sun"}, "day"),
        ({"service": "Instalación de lámparas"}, "service"),
        ({"zone": "Polanco"}, "zone"),
        ({"category": "Electricidad", "service": None}, "category"),
        ({"category": "Electricidad", "service": None, "min_price": Decimal(1)}, "category"),
    ):
        nobody = await find_workers(Wanted(**vars(wanted) | change))
        assert (nobody.items, nobody.loosen) == ([], name)
    nowhere = await find_workers(Wanted(category="Alquimia", zone="Atlantis"))
    assert (nowhere.items, nowhere.loosen) == ([], None)


@pytest.mark.req("RANK-12", "RANK-11")
async def test_reasons_are_what_was_asked_for_and_what_gives_the_place() -> None:
    new, known, paused = await a.worker(), await a.worker(), await a.worker(paused=True)
    await build_reviews.reviews_of(known, 5, 5, 4)
    assert await reasons(new) == ["new", "approved"]
    assert await reasons(known) == ["reviews", "recommended", "approved"]
    assert await reasons(paused) == ["paused", "new", "approved"]
    place = {"category": "Plomería", "zone": "Roma Norte"}
    assert await reasons(known, **place) == ["category", "zone", "reviews"]
    assert await reasons(paused, **place, max_price=Decimal(900)) == ["category", "zone", "paused"]
    assert await reasons(new, service="Reparación de fugas") == ["service", "new", "approved"]
    assert await reasons(new, min_price=Decimal(1)) == ["price", "new", "approved"]
    assert await reasons(known, sort=Order.RATING) == ["by_rating", "reviews", "recommended"]
    assert await reasons(paused, sort=Order.PRICE) == ["paused", "by_price", "new"]


@pytest.mark.req("RANK-12")
async def test_nothing_on_a_card_tells_how_much_anything_weighs() -> None:
    worker = await a.worker()
    await build_reviews.reviews_of(worker, 5, 5, 1)
    [card] = (await find_workers(Wanted(category="Plomería"))).items
    assert not {"trust", "score", "sorted_by"} & card.keys()
