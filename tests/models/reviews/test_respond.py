import asyncio

import pytest

from models.columns import new_id
from models.errors import IdempotencyKeyReused, NotFound
from models.notices.tables import Notice
from models.people.sessions import AccountSuspended
from models.people.suspend import suspend
from models.people.tables import User
from models.reviews.refusals import AlreadyResponded, ContactInReview
from models.reviews.remove import remove
from models.reviews.respond import respond
from models.reviews.tables import FlagReason, Review
from tests import a, build_reviews

pytestmark = pytest.mark.usefixtures("database")

THANKS = "Gracias por la reseña, fue un gusto."


@pytest.mark.req("REV-16", "R-24")
async def test_the_handyman_responds_once_and_the_client_hears_of_it() -> None:
    review = await build_reviews.review()
    worker = await User.get(id=review.worker_id)
    for _ in range(2):
        answered = await respond(review.id, by=worker, response=THANKS, key="k")
        assert answered.worker_response == THANKS
    with pytest.raises(IdempotencyKeyReused):
        await respond(review.id, by=worker, response="Otra cosa", key="k")
    with pytest.raises(AlreadyResponded):
        await respond(review.id, by=worker, response="Otra cosa")
    [notice] = await Notice.filter(kind="review.answered")
    assert notice.user_id == review.client_id


@pytest.mark.req("REV-16", "SEC-04")
async def test_nobody_else_responds_and_nothing_removed_is_responded_to() -> None:
    review = await build_reviews.review()
    worker, client = await User.get(id=review.worker_id), await User.get(id=review.client_id)
    for stranger in (client, await a.worker(), await a.support()):
        with pytest.raises(NotFound):
            await respond(review.id, by=stranger, response=THANKS)
    with pytest.raises(NotFound):
        await respond(new_id(), by=worker, response=THANKS)
    await remove(review.id, by=await a.support(), reason=FlagReason.FAKE)
    with pytest.raises(NotFound):
        await respond(review.id, by=worker, response=THANKS)


@pytest.mark.req("REV-15", "REV-16")
async def test_a_response_carries_no_contact_and_comes_from_who_may_act() -> None:
    review = await build_reviews.review()
    worker = await User.get(id=review.worker_id)
    with pytest.raises(ContactInReview):
        await respond(review.id, by=worker, response="Escríbeme a juan@example.com")
    await suspend(worker.id, "porque sí", by=(await a.admin()).id)
    with pytest.raises(AccountSuspended):
        await respond(review.id, by=worker, response=THANKS)
    assert (await Review.get(id=review.id)).worker_response is None


@pytest.mark.req("REV-16", "R-24")
async def test_of_responses_at_once_one_stands() -> None:
    review = await build_reviews.review()
    worker = await User.get(id=review.worker_id)
    tried = await asyncio.gather(
        *(respond(review.id, by=worker, response=f"Gracias {number}") for number in range(4)),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in tried) == ["AlreadyResponded"] * 3 + ["Review"]
    assert await Notice.filter(kind="review.answered").count() == 1
