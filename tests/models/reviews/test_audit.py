import pytest

from models import audit as all_audits
from models.chat.tables import Message
from models.clock import business_now
from models.reviews.audit import audit
from models.reviews.tables import Review, ReviewFlag
from tests import a, build_chat, build_reviews

pytestmark = pytest.mark.usefixtures("database")


async def test_what_is_well_says_nothing_and_what_is_not_is_found() -> None:
    talk = await build_chat.conversation(revealed=True)
    review = await build_reviews.review(await a.confirmed_request(talk))
    assert await all_audits.audit() == []
    await ReviewFlag.create(
        review_id=review.id, flagged_by_id=review.client_id, reason="fake", created_at=await business_now()
    )
    agent = await a.support()
    await Review.filter(id=review.id).update(
        removed_at=review.created_at, removed_by_id=agent.id, removed_as="spam"
    )
    await Message.filter(event__filter={"kind": "review.left"}).delete()
    await Message.filter(event__filter={"kind": "service.confirmed"}).delete()
    unpaid = await a.payment_request()
    words = build_reviews.OPINION | {"created_at": review.created_at}
    await Review.create(
        payment_request_id=unpaid.id, client_id=review.client_id, worker_id=review.worker_id, **words
    )
    faults = {fault.partition(": ")[2] for fault in await audit() if str(review.id) in fault}
    assert faults == {
        "not once in its conversation",
        "of work that nobody confirmed",
        "removed while a report of it waits",
        "reported by its own writer",
    }
    assert any("without a payment of its client" in fault for fault in await audit())
