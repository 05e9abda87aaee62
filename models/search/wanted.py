"""What a client asks the search for."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Order(StrEnum):
    RELEVANCE = "relevance"
    RATING = "rating"
    PRICE = "price"


@dataclass(frozen=True)
class Wanted:
    """Each that is None asks for nothing. `day` is one of the week's, as a handyman's availability names it."""

    category: str | None = None
    service: str | None = None
    zone: str | None = None
    min_rating: Decimal | None = None
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    day: str | None = None
    sort: Order = Order.RELEVANCE

    @property
    def names_work(self) -> bool:
        return self.category is not None or self.service is not None

    @property
    def prices(self) -> bool:
        return self.min_price is not None or self.max_price is not None

    def asks_for(self, offered: dict[str, Any]) -> bool:
        """Whether it is this of a handyman's services that was looked for."""
        price = offered["price_amount"]
        return (
            self.category in {None, offered["category"]}
            and self.service in {None, offered["name"]}
            and (self.min_price is None or price >= self.min_price)
            and (self.max_price is None or price <= self.max_price)
        )

    def looser(self) -> dict[str, "Wanted"]:
        """Without one of the filters that are set, each by its name: first those that are given up most easily."""
        without = {
            "price": replace(self, min_price=None, max_price=None),
            "min_rating": replace(self, min_rating=None),
            "day": replace(self, day=None),
            "service": replace(self, service=None),
            "zone": replace(self, zone=None),
            "category": replace(self, category=None, service=None),
        }
        return {name: wanted for name, wanted in without.items() if wanted != self}


EVERYBODY = Wanted()
