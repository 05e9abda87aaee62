"""What is kept about one person, part by part; always as access functions show it to that person."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from tortoise.queryset import QuerySet

from models.disputes.access import present as present_dispute
from models.disputes.tables import Dispute
from models.exports import rows, talks
from models.exports.pages import Lister, every, every_row
from models.leads import lists
from models.notices.access import notices_of
from models.payments.access import present as present_payments
from models.payments.tables import PaymentRequest
from models.payouts.access import withdrawals_of
from models.people.access import own_view
from models.people.tables import Role, User
from models.reviews.access import present as present_reviews
from models.reviews.tables import Review
from models.wallet.access import auto_reload_for, balance_for, cards_for, deposits_for, transactions_for
from models.workers.access import own_view as own_profile

Facts = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """A list of any length."""

    rows: Callable[[], AsyncIterator[Facts]]

    def __call__(self) -> AsyncIterator[Facts]:
        return self.rows()


Parts = dict[str, Part | Callable[[], Awaitable[Any]]]


def parts_of(person: User) -> Parts:
    of_role = {Role.CLIENT: client_parts, Role.WORKER: worker_parts}.get(person.role)
    return {
        "account": partial(account, person),
        **{name: Part(partial(each, person)) for name, each in rows.ABOUT_ANYBODY.items()},
        "notices": Part(partial(every, partial(notices_of, person.id))),
        "conversations": Part(partial(talks.talks_of, person)),
        "payments": Part(partial(payments, person)),
        "reviews": Part(partial(reviews, person)),
        "disputes": Part(partial(disputes, person)),
        **(of_role(person) if of_role else {}),
    }


def client_parts(person: User) -> Parts:
    return {
        "requests": Part(partial(every, partial(requests, person))),
        "favourites": Part(partial(rows.favourites, person)),
    }


def worker_parts(person: User) -> Parts:
    def of_worker(lister: Lister) -> Part:
        return Part(partial(every, partial(lister, person.id)))

    return {
        "profile": partial(own_profile, person),
        "portfolio": Part(partial(rows.portfolio, person)),
        "contacts_bought": Part(partial(rows.purchases, person)),
        "wallet": partial(balance_for, person.id),
        "wallet_movements": of_worker(transactions_for),
        "deposits": of_worker(deposits_for),
        "withdrawals": of_worker(withdrawals_of),
        "cards": partial(cards_for, person.id),
        "auto_reload": partial(auto_reload_for, person.id),
    }


async def account(person: User) -> Facts:
    return own_view(person)


async def requests(person: User, *, limit: int, cursor: str | None) -> tuple[list[Facts], str | None]:
    views, following = await lists.mine(person, limit=limit, cursor=cursor)
    return [view.facts for view in views], following


async def payments(person: User) -> AsyncIterator[Facts]:
    async for row in every_row(PaymentRequest.filter(**side_of(person))):
        [shown] = await present_payments(row)
        yield shown


async def reviews(person: User) -> AsyncIterator[Facts]:
    async for row in every_row(Review.filter(**side_of(person))):
        [shown] = await present_reviews(person, row)
        yield shown


async def disputes(person: User) -> AsyncIterator[Facts]:
    parties = {f"escrow_payment__payment_request__{column}": key for column, key in side_of(person).items()}
    mine: QuerySet[Dispute] = Dispute.filter(**parties)
    async for row in every_row(mine):
        yield await present_dispute(row, person)


def side_of(person: User) -> Facts:
    """Staff are a side of nothing."""
    return {"worker_id" if person.role == Role.WORKER else "client_id": person.id}
