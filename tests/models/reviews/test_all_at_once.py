"""Everything that can happen around a review, to everybody, at the same moment."""

import asyncio
import random
from collections.abc import Awaitable

import pytest

from models.audit import audit
from models.chat.delete import delete
from models.disputes.open import open_dispute
from models.disputes.tables import DisputeType
from models.errors import Refusal
from models.payments.confirm_complete import confirm_complete
from models.payments.tables import PaymentRequest
from models.people.leave import leave
from models.people.suspend import suspend
from models.people.tables import User
from models.reviews.dismiss_flags import dismiss_flags
from models.reviews.flag import flag
from models.reviews.leave_review import leave_review
from models.reviews.remove import remove
from models.reviews.respond import respond
from models.reviews.tables import FlagReason, Review
from models.uploads.tables import Purpose
from tests import a, build_chat, build_payments, build_reviews

FAKE = FlagReason.FAKE


@pytest.mark.req("R-21", "R-30", "REV-01", "REV-14", "REV-16")
@pytest.mark.parametrize("seed", range(3))
async def test_nobody_waits_for_ever_and_everything_adds_up(database: str, seed: int) -> None:
    agents = [await a.support(), await a.admin()]
    talks = [await build_chat.conversation(revealed=True) for _ in range(2)]
    deeds: list[Awaitable[object]] = []
    for talk in talks:
        client, worker = await build_payments.sides(talk)
        deeds += await to_be_reviewed(await build_payments.marked_request(talk), client)
        deeds += await to_be_reviewed(await build_payments.confirmed_request(talk), client)
        left = await build_reviews.review(await build_payments.confirmed_request(talk))
        deeds += about(left, worker, await a.client(), agents)
        deeds += [delete(client, talk.id), leave(client.id), leave(worker.id)]
        deeds += [suspend(worker.id, "prueba", by=agents[1].id)]
    random.Random(seed).shuffle(deeds)
    async with asyncio.timeout(60):
        outcomes = await asyncio.gather(*deeds, return_exceptions=True)
    failed = [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, Refusal)]
    assert failed == []
    assert await audit() == []


async def to_be_reviewed(done: PaymentRequest, client: User) -> list[Awaitable[object]]:
    photo = await a.upload(client, Purpose.REVIEW)
    return [
        *(leave_review(done.id, by=client, opinion=build_reviews.opinion(), media=[photo.id]) for _ in range(2)),
        leave_review(done.id, by=client, opinion=build_reviews.opinion(overall_rating=1), key="k"),
        confirm_complete(done.id, by=client),
        open_dispute(done.id, by=client, dispute_type=DisputeType.QUALITY, description="Gotea"),
    ]


def about(left: Review, worker: User, stranger: User, agents: list[User]) -> list[Awaitable[object]]:
    return [
        *(respond(left.id, by=worker, response=f"Gracias {number}") for number in range(2)),
        *(flag(left.id, by=reader, reason=FAKE) for reader in (worker, stranger, stranger)),
        *(remove(left.id, by=agent, reason=FAKE) for agent in agents),
        dismiss_flags(left.id, by=agents[0]),
    ]
