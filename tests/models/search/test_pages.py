"""The pages of the search: everybody once, in each order, with each filter, whatever happens between two."""

from decimal import Decimal
from itertools import chain
from typing import Any
from uuid import UUID

import pytest

from models.people.tables import User
from models.search.find_workers import find_workers
from models.search.wanted import EVERYBODY, Order, Wanted
from models.workers.tables import WorkerProfile, WorkerService
from tests import a, build_reviews

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.req("RANK-13", "RANK-14")]

FILTERS: list[dict[str, Any]] = [
    {},
    {"category": "Plomería", "service": "Reparación de fugas"},
    {"zone": "Roma Norte"},
    {"min_rating": Decimal(4)},
    {"min_price": Decimal(100), "max_price": Decimal(300)},
    {"day": "sat"},
]


async def a_town() -> list[User]:
    """Two of each kind and more, so that each order has equals: in price, in stars, in trust, in being paused."""
    workers = [await a.worker() for _ in range(9)]
    for worker, amount in zip(workers, (300, 200, 300, 100, 200, 200, 300, 100, 900), strict=True):
        await WorkerService.filter(worker_id=worker.id).update(price_amount=amount)
    for number, stars in ((0, 5), (1, 5), (2, 5), (3, 4), (4, 4), (5, 1)):
        await build_reviews.reviews_of(workers[number], stars)
    await WorkerService.filter(worker_id=workers[7].id).delete()
    await WorkerProfile.filter(user_id__in=[workers[1].id, workers[6].id]).update(is_paused=True)
    await WorkerProfile.filter(user_id__in=[worker.id for worker in workers[:5]]).update(
        availability={"sat": ["morning"]}
    )
    return workers


async def pages(wanted: Wanted, limit: int) -> list[list[UUID]]:
    found, cursor = [], None
    while True:
        page = await find_workers(wanted, limit=limit, cursor=cursor)
        found.append([item["id"] for item in page.items])
        if (cursor := page.next_cursor) is None:
            return found


@pytest.mark.parametrize("sort", list(Order))
async def test_every_order_goes_through_everybody_once_with_every_filter(sort: Order) -> None:
    everybody = {worker.id for worker in await a_town()}
    for filters in FILTERS:
        wanted = Wanted(**filters, sort=sort)
        [whole] = await pages(wanted, 100)
        assert len(whole) == len(set(whole)) > 2
        assert filters or set(whole) == everybody
        for limit in (1, 2, len(whole) - 1, len(whole)):
            apart = await pages(wanted, limit)
            assert [*chain(*apart)] == whole
            assert {len(page) for page in apart[:-1]} <= {limit}
            assert apart[-1]


async def test_among_equals_pages_follow_each_other_all_the_same() -> None:
    everybody = {(await a.worker()).id for _ in range(5)}
    for sort in Order:
        seen = [*chain(*await pages(Wanted(sort=sort), 2))]
        assert (len(seen), set(seen)) == (5, everybody)


@pytest.mark.req("REV-13")
async def test_a_review_that_comes_between_two_pages_moves_nobody() -> None:
    workers = [await a.worker() for _ in range(4)]
    [whole] = await pages(EVERYBODY, 100)
    first = await find_workers(limit=2)
    await build_reviews.reviews_of(next(one for one in workers if one.id == whole[3]), 5, 5)
    await build_reviews.reviews_of(next(one for one in workers if one.id == whole[0]), 1, 1)
    second = await find_workers(limit=2, cursor=first.next_cursor)
    assert [item["id"] for page in (first, second) for item in page.items] == whole


async def test_who_comes_or_goes_between_two_pages_repeats_nobody_else() -> None:
    workers = [await a.worker() for _ in range(5)]
    [whole] = await pages(EVERYBODY, 100)
    first = await find_workers(limit=2)
    await a.worker()
    await User.filter(id=whole[1]).update(deleted_at=workers[0].created_at)
    rest = await find_workers(limit=100, cursor=first.next_cursor)
    assert [item["id"] for item in rest.items] == whole[2:]
