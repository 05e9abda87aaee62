"""Ten thousand verbs at random, eight at once, with the clock, and news twice, late and in disorder.

`MONEY_SEED` lives again what a failed run has told, `MONEY_STEPS` lives longer; with `-s` it says how it went.
"""

import os

import pytest

from tests.money.lives import live

SEED = int(os.environ.get("MONEY_SEED", "20261121"))
STEPS = int(os.environ.get("MONEY_STEPS", "10000"))
OF_EACH = STEPS // 100
PARTS = 2
"""One for each core of CI's machine; together they are what is promised."""


@pytest.mark.timeout(max(1200, STEPS // 5))
@pytest.mark.req("R-09", "R-10", "R-11", "R-12", "R-13", "R-14", "R-15", "R-16", "R-17", "R-19", "R-21", "ESC-22")
@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_people_do_at_once_every_peso_is_accounted_for(
    environment: pytest.MonkeyPatch, part: int
) -> None:
    tally = live(environment, first=SEED + part, steps=STEPS // PARTS, of_each=OF_EACH // PARTS)
    print(tally.told())  # noqa: T201 - the figures of a long run
    assert tally.steps >= STEPS / PARTS
    assert sum(tally.done.values()) >= tally.steps / 2
    assert tally.seldom(OF_EACH // PARTS) == {}
