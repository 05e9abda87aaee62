"""Why a handyman is shown, in at most three codes: the facts that decide it, never their weights (RANK-12)."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from models.search.wanted import Order, Wanted


class Reason(StrEnum):
    SERVICE = "service"
    CATEGORY = "category"
    ZONE = "zone"
    DAY = "day"
    PRICE = "price"
    PAUSED = "paused"
    BY_PRICE = "by_price"
    BY_RATING = "by_rating"
    REVIEWS = "reviews"
    RECOMMENDED = "recommended"
    NEW = "new"
    APPROVED = "approved"


MOST = 3
ENOUGH_REVIEWS = 3
"""With fewer of them the middle, where all begin, says more than they do (RANK-04, RANK-11)."""
RECOMMENDED_BY_PERCENT = 80
SORTED = {Order.PRICE: Reason.BY_PRICE, Order.RATING: Reason.BY_RATING}


def reasons_for(card: dict[str, Any], wanted: Wanted) -> list[Reason]:
    """Two for which they are in the list and one for their place in it; what is left fills up."""
    matches, standing = list(_matches(wanted)), list(_standing(card, wanted))
    told = [*matches[: MOST - 1], standing[0], *matches[MOST - 1 :], *standing[1:], Reason.APPROVED]
    return told[:MOST]


def _matches(wanted: Wanted) -> Iterator[Reason]:
    """All of them true of whoever is found: the search leaves out the others."""
    if wanted.service is not None:
        yield Reason.SERVICE
    elif wanted.category is not None:
        yield Reason.CATEGORY
    if wanted.zone is not None:
        yield Reason.ZONE
    if wanted.day is not None:
        yield Reason.DAY
    if wanted.prices:
        yield Reason.PRICE


def _standing(card: dict[str, Any], wanted: Wanted) -> Iterator[Reason]:
    if card["is_paused"]:
        yield Reason.PAUSED
    if wanted.sort in SORTED:
        yield SORTED[wanted.sort]
    if card["review_count"] < ENOUGH_REVIEWS:
        yield Reason.NEW
        return
    yield Reason.REVIEWS
    if card["recommended_percent"] >= RECOMMENDED_BY_PERCENT:
        yield Reason.RECOMMENDED
