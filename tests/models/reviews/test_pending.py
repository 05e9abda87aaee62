from datetime import timedelta

import pytest

from models.disputes.open import open_dispute
from models.disputes.tables import DisputeType
from models.reviews.pending import NUDGED_FOR, pending_review
from tests import a, build_reviews
from tests.moment import stand_still_at

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.req("REV-03", "C27", "TIM-14")]


async def test_a_client_is_nudged_about_the_last_work_until_it_is_reviewed() -> None:
    done = await a.confirmed_request()
    client, worker = await a.sides(done)
    hint = await pending_review(client)
    assert hint is not None
    assert (hint["payment_request_id"], hint["worker_name"]) == (str(done.id), worker.full_name)
    for other in (None, worker, await a.client(), await a.support()):
        assert await pending_review(other) is None
    await build_reviews.review(done)
    assert await pending_review(client) is None


async def test_nobody_is_nudged_before_the_confirmation_or_in_trouble() -> None:
    marked, done = await a.marked_request(), await a.confirmed_request()
    assert await pending_review((await a.sides(marked))[0]) is None
    client, _ = await a.sides(done)
    await open_dispute(done.id, by=client, dispute_type=DisputeType.QUALITY, description="Gotea")
    assert await pending_review(client) is None


async def test_after_thirty_days_it_is_gone() -> None:
    done = await a.confirmed_request()
    client, _ = await a.sides(done)
    confirmed_at = (await a.escrow_of(done)).completion_confirmed_at
    assert confirmed_at is not None
    await stand_still_at(confirmed_at + NUDGED_FOR - timedelta(milliseconds=1))
    assert await pending_review(client) is not None
    await stand_still_at(confirmed_at + NUDGED_FOR)
    assert await pending_review(client) is None
