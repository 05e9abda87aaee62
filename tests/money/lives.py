"""Worlds lived one after the other, each in a database of its own, as hypothesis draws them."""

import asyncio
import logging
import uuid
from collections.abc import Sequence
from random import Random

import pytest
import structlog
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as pace
from hypothesis import strategies as st

import settings
from models import database as db
from tests import cluster
from tests.money.deed import DEEDS, Command
from tests.money.living import born, comes_to_rest
from tests.money.payers import Violation
from tests.money.world import ACTORS, MINUTES, Round, Tally

ROUNDS = 60
MOST_TIMES = 4
"""At most so many times the steps that were asked for."""
TURNS = 2
"""Of each actor in a round, on what was seen when it began."""

anything = st.integers(0, 255)
commands = st.builds(Command, st.integers(0, len(DEEDS) - 1), anything, anything)
rounds = st.builds(
    Round,
    st.tuples(*[commands] * ACTORS * TURNS),
    st.integers(0, len(MINUTES) - 1),
    st.sampled_from([False, False, True]),
    st.integers(0, 9),
)


class Story(list[Round]):
    def __repr__(self) -> str:
        return f"a story of {len(self)} rounds"


def live(environment: pytest.MonkeyPatch, *, first: int, steps: int, of_each: int = 0) -> Tally:
    """Worlds until there were so many steps, and so many of each verb; how they went, or a Violation.

    The same for the same `first`, but for who is quicker.
    """
    tally, found = Tally(), list[Violation]()
    stories = st.lists(rounds, min_size=ROUNDS, max_size=ROUNDS).map(Story)

    @seed(first)
    @pace(
        max_examples=MOST_TIMES * (1 + steps // (ROUNDS * ACTORS * TURNS)),
        deadline=None,
        database=None,
        phases=[Phase.generate],  # a story that fails is told; shrinking it would live it hundreds of times
        suppress_health_check=list(HealthCheck),
    )
    @given(story=stories, dice=st.integers(0, 2**32))
    def one(story: Story, dice: int) -> None:
        # kept, not raised: hypothesis would live it again, and who comes first would be another
        if not found and not tally.has(steps, of_each):
            try:
                asyncio.run(in_a_world_of_its_own(environment, tally, story, Random(dice)))
            except Violation as violation:
                found.append(violation)

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        one()
    finally:
        structlog.reset_defaults()
    for violation in found:
        violation.add_note(f"MONEY_SEED={first}")
        raise violation
    return tally


async def in_a_world_of_its_own(
    environment: pytest.MonkeyPatch, tally: Tally, story: Sequence[Round], chance: Random
) -> None:
    name = f"test_{uuid.uuid4().hex}"
    environment.setenv("DATABASE_URL", await cluster.create(name))
    environment.setenv("DATABASE_POOL", "16")
    settings.settings.cache_clear()
    await db.connect()
    try:
        world = await born(tally, chance)
        for module in ("payments", "deposits", "payouts", "webhooks"):
            environment.setattr(f"tasks.{module}.stripe", world.processor)
        await world.live(story)
        await comes_to_rest(world)
    finally:
        await db.close()
        await cluster.drop(name)
