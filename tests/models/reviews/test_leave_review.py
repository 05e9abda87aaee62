import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from models.chat.delete import delete
from models.chat.tables import Message
from models.columns import new_id
from models.disputes.open import open_dispute
from models.disputes.tables import DisputeType
from models.engine_tables import OutboxRow
from models.errors import IdempotencyKeyReused, Malformed, NotFound
from models.notices.tables import Notice
from models.payments.confirm_complete import PRESUMED_AFTER, confirm_complete
from models.payments.presume_complete import presume_complete
from models.payments.refusals import PaymentRequestNotPaid
from models.payments.release import release
from models.payments.tables import PaymentRequest
from models.people.sessions import AccountSuspended
from models.people.suspend import suspend
from models.people.tables import User
from models.reviews.audit import audit
from models.reviews.leave_review import leave_review
from models.reviews.refusals import AlreadyReviewed, ContactInReview, WorkNotConfirmed
from models.reviews.tables import Review, ReviewMedia
from models.uploads.attach import UploadAlreadyAttached, UploadHasAnotherPurpose, UploadIsAnotherKind
from models.uploads.tables import MediaKind, Purpose, Upload
from tests import a, build_reviews
from tests.build_reviews import opinion
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")


async def rows_of(done: PaymentRequest) -> list[Message]:
    rows = await Message.filter(conversation_id=done.conversation_id).order_by("seq")
    return [row for row in rows if row.event and row.event["kind"] == "review.left"]


async def photo(owner: User, purpose: Purpose = Purpose.REVIEW, **columns: Any) -> UUID:
    return (await a.upload(owner, purpose, **columns)).id


@pytest.mark.req("REV-01", "REV-02", "REV-10", "REV-19", "R-24")
async def test_a_review_is_published_at_once_and_told_to_the_handyman() -> None:
    done = await a.confirmed_request()
    client, worker = await a.sides(done)
    review = await leave_review(done.id, by=client, opinion=opinion(value_rating=4), key="k")
    assert (review.client_id, review.worker_id, review.value_rating) == (client.id, worker.id, 4)
    [row] = await rows_of(done)
    assert row.sender_id == client.id
    assert row.event is not None
    assert (row.event["review_id"], row.event["overall_rating"]) == (str(review.id), 5)
    [notice] = await Notice.filter(kind="review.left")
    assert (notice.user_id, notice.facts["conversation_id"]) == (worker.id, str(done.conversation_id))
    assert str(client.id) not in str(notice.facts)
    [event] = await OutboxRow.filter(event="review.left", reaction=None)
    assert event.facts["worker_id"] == str(worker.id)
    again = await leave_review(done.id, by=client, opinion=opinion(value_rating=4), key="k")
    assert again.id == review.id
    with pytest.raises(IdempotencyKeyReused):
        await leave_review(done.id, by=client, opinion=opinion(), key="k")
    with pytest.raises(AlreadyReviewed):
        await leave_review(done.id, by=client, opinion=opinion(overall_rating=1))
    assert len(await rows_of(done)) == 1
    assert await audit() == []


@pytest.mark.req("REV-01", "C26", "SEC-04")
async def test_only_the_client_of_that_payment_and_only_what_was_paid_and_confirmed() -> None:
    asked, paid, marked, done = (
        await a.payment_request(),
        await a.paid_request(),
        await a.marked_request(),
        await a.confirmed_request(),
    )
    other, worker = await a.client(), await User.get(id=done.worker_id)
    for stranger in (other, worker, await a.support()):
        with pytest.raises(NotFound):
            await leave_review(done.id, by=stranger, opinion=opinion())
    with pytest.raises(NotFound):
        await leave_review(new_id(), by=other, opinion=opinion())
    for too_early, refusal in (
        (asked, PaymentRequestNotPaid),
        (paid, WorkNotConfirmed),
        (marked, WorkNotConfirmed),
    ):
        client, _ = await a.sides(too_early)
        with pytest.raises(refusal):
            await leave_review(too_early.id, by=client, opinion=opinion())
    client, _ = await a.sides(done)
    await suspend(client.id, "porque sí", by=(await a.admin()).id)
    with pytest.raises(AccountSuspended):
        await leave_review(done.id, by=client, opinion=opinion())
    assert not await Review.exists()


@pytest.mark.req("C26", "REV-02")
async def test_a_clients_silence_counts_as_confirmed() -> None:
    marked = await a.marked_request()
    client, _ = await a.sides(marked)
    escrow = await a.escrow_of(marked)
    assert escrow.worker_confirmed_at is not None
    await presume_complete(escrow.id, at=escrow.worker_confirmed_at + PRESUMED_AFTER)
    await leave_review(marked.id, by=client, opinion=opinion())
    assert await audit() == []


@pytest.mark.req("REV-02")
async def test_during_a_dispute_it_is_noted_and_the_money_does_not_move() -> None:
    done = await a.confirmed_request()
    client, _ = await a.sides(done)
    dispute = await open_dispute(done.id, by=client, dispute_type=DisputeType.QUALITY, description="Gotea")
    before = await a.escrow_of(done)
    review = await leave_review(done.id, by=client, opinion=opinion(overall_rating=1))
    assert review.dispute_id == dispute.id
    after = await a.escrow_of(done)
    assert (after.status, after.dispute_id, after.release_at) == (
        before.status,
        dispute.id,
        before.release_at,
    )


@pytest.mark.req("REV-02")
async def test_months_after_the_release_and_even_when_the_talk_was_deleted() -> None:
    done = await a.confirmed_request()
    client, worker = await a.sides(done)
    escrow = await a.escrow_of(done)
    assert escrow.release_at is not None
    await release(escrow.id, at=escrow.release_at)
    await stand_still_at(escrow.release_at + timedelta(days=200))
    await delete(client, done.conversation_id)
    await leave_review(done.id, by=client, opinion=opinion())
    assert await rows_of(done) == []
    assert await Notice.exists(user_id=worker.id, kind="review.left")
    assert await audit() == []


@pytest.mark.req("REV-15")
@pytest.mark.parametrize(
    ("words", "field", "kinds"),
    [
        ({"title": "Llámame al 55 1234 5678"}, "title", ["phone"]),
        ({"description": "Mejor busquen a maria@example.com. " * 4}, "description", ["email"]),
        ({"description": "Vean www.otroplomero.com.mx que es mejor. " * 4}, "description", ["link"]),
    ],
)
async def test_contact_details_are_refused(words: dict[str, str], field: str, kinds: list[str]) -> None:
    done = await a.confirmed_request()
    client, _ = await a.sides(done)
    with pytest.raises(ContactInReview) as refused:
        await leave_review(done.id, by=client, opinion=opinion(**words))
    assert refused.value.details == {"field": field, "kinds": kinds}
    assert not await Review.exists()


@pytest.mark.req("REV-09", "R-29")
async def test_photos_are_the_clients_own_for_this_purpose_and_used_once() -> None:
    done, other = await a.confirmed_request(), await a.confirmed_request()
    client, worker = await a.sides(done)
    mine, clip = [await photo(client), await photo(client)], await photo(client, kind=MediaKind.VIDEO)
    for wrong, refusal in (
        ([await photo(worker)], NotFound),
        ([new_id()], NotFound),
        ([mine[0], await photo(client, Purpose.PROFILE)], UploadHasAnotherPurpose),
        ([clip], UploadIsAnotherKind),
        ([mine[0], mine[0]], Malformed),
        ([new_id() for _ in range(11)], Malformed),
    ):
        with pytest.raises(refusal):
            await leave_review(done.id, by=client, opinion=opinion(), media=wrong)
    assert (await Upload.get(id=mine[0])).attached_at is None
    review = await leave_review(done.id, by=client, opinion=opinion(), media=mine)
    kept = await ReviewMedia.filter(review_id=review.id).order_by("sort_order")
    assert [each.upload_id for each in kept] == mine
    await PaymentRequest.filter(id=other.id).update(client_id=client.id)
    with pytest.raises(UploadAlreadyAttached):
        await leave_review(other.id, by=client, opinion=opinion(), media=mine[:1])


@pytest.mark.req("REV-01", "R-24")
async def test_many_taps_at_once_are_one_review() -> None:
    done = await a.confirmed_request()
    client, _ = await a.sides(done)
    taps = [leave_review(done.id, by=client, opinion=opinion(), key="tap") for _ in range(4)]
    taps += [leave_review(done.id, by=client, opinion=opinion(overall_rating=stars)) for stars in (1, 2)]
    results = await asyncio.gather(*taps, return_exceptions=True)
    assert {type(each) for each in results} <= {Review, AlreadyReviewed}
    assert len({each.id for each in results if isinstance(each, Review)}) == 1
    assert await Review.all().count() == len(await rows_of(done)) == 1


@pytest.mark.req("REV-01", "ESC-08")
async def test_against_the_confirmation_at_the_same_moment_it_comes_after_it_or_not_at_all() -> None:
    for _ in range(3):
        marked = await a.marked_request()
        client, _ = await a.sides(marked)
        await asyncio.gather(
            confirm_complete(marked.id, by=client),
            leave_review(marked.id, by=client, opinion=opinion()),
            return_exceptions=True,
        )
    assert await audit() == []


@pytest.mark.req("REV-01", "REV-16")
async def test_nothing_in_it_is_ever_edited_or_deleted(database: str) -> None:
    review = await build_reviews.review()
    connection = await asyncpg.connect(database)
    now = "removed_at = now(), removed_by_id = client_id, removed_as"
    try:
        for statement in (
            "UPDATE reviews SET overall_rating = 1",
            "UPDATE reviews SET title = 'Otro título más largo', is_anonymous = true",
            "DELETE FROM reviews",
        ):
            with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
                await connection.execute(statement)
            assert refused.value.constraint_name == "reviews_permanent"
        await connection.execute("UPDATE reviews SET worker_response = 'Gracias', worker_responded_at = now()")
        await connection.execute(f"UPDATE reviews SET {now} = 'fake'")
        for statement in ("worker_response = 'Otra'", "removed_as = 'spam'", f"{now} = 'spam'"):
            with pytest.raises(asyncpg.IntegrityConstraintViolationError):
                await connection.execute(f"UPDATE reviews SET {statement}")
    finally:
        await connection.close()
    assert (await Review.get(id=review.id)).overall_rating == 5
