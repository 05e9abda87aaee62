"""Buckets that fill up again."""

import pytest

from models.errors import TooMany
from realtime.pace import Pace


@pytest.mark.req("SEC-11")
def test_a_burst_then_a_rate_then_a_wait() -> None:
    pace = Pace(2, 3)
    for _ in range(3):
        pace.spend()
    with pytest.raises(TooMany) as refused:
        pace.spend()
    assert refused.value.retry_after == 1
    pace._then -= 0.5
    pace.spend()
    with pytest.raises(TooMany):
        pace.spend()
    pace._then -= 100
    for _ in range(3):
        pace.spend()
    with pytest.raises(TooMany):
        pace.spend()


@pytest.mark.req("SEC-11")
def test_what_was_refused_long_ago_is_forgotten() -> None:
    nonsense = Pace(1, 2)
    assert [nonsense.allows() for _ in range(3)] == [True, True, False]
    nonsense._then -= 5
    assert [nonsense.allows() for _ in range(3)] == [True, True, False]
