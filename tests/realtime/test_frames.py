"""For every kind of row and notice: what a client makes of the frames is what the server would answer now."""

import pytest

from tests.canaries import spoken
from tests.realtime import (  # noqa: F401 - whoever is imported puts its stories among the others
    money_stories,
    payout_stories,
    review_stories,
    staff_stories,
    wallet_stories,
)
from tests.realtime.nodes import Node, People
from tests.realtime.stories import STORIES
from tests.realtime.verify import Check

NAMED_BY_WHAT_BECAME_OF_IT = {
    *(f"payment.{end}" for end in ("declined", "cancelled", "expired")),
    *(f"media.{end}" for end in ("ready", "refused")),
    *(f"settlement.{end}" for end in ("declined", "withdrawn", "expired")),
    *(f"service.{step}" for step in ("reminded", "asked", "overdue")),
}
"""Kinds that the code puts together, and that no search of it finds."""


@pytest.mark.req("CHAT-01", "CHAT-02", "R-22", "R-23", "R-24", "R-25")
@pytest.mark.parametrize("name", STORIES)
async def test_state_and_frames_are_the_state_fetched_afresh(node: Node, people: People, name: str) -> None:
    kinds, story = STORIES[name]
    check = Check(node, people)
    await story(check)
    assert kinds <= check.told, kinds - check.told


def test_every_kind_of_row_and_notice_has_its_story() -> None:
    told = {kind for kinds, _ in STORIES.values() for kind in kinds}
    assert told == spoken.ROWS.keys() | spoken.NOTICES.keys() | NAMED_BY_WHAT_BECAME_OF_IT
