"""While a database does not answer, callers wait briefly, except for one a second."""

from __future__ import annotations

import pytest

from quiz.store import outage as outage_module
from quiz.store.outage import BRIEF, FULL_AGAIN_AFTER, Outage


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time of the outage, to be changed."""
    now = [100.0]
    monkeypatch.setattr(outage_module, "monotonic", lambda: now[0])
    return now


def test_callers_wait_as_long_as_usual_while_the_database_answers(clock: list[float]) -> None:
    outage = Outage()
    assert [outage.patience(2.5), outage.patience(0.8)] == [2.5, 0.8]
    assert not outage.lasts


def test_after_a_wait_in_vain_others_wait_briefly_until_the_database_answers(
    clock: list[float],
) -> None:
    outage = Outage()
    outage.begin()
    assert outage.lasts
    assert [outage.patience(2.5) for _ in range(3)] == [BRIEF] * 3
    outage.end()
    assert outage.patience(2.5) == 2.5


def test_one_caller_a_second_waits_as_long_as_usual(clock: list[float]) -> None:
    outage = Outage()
    outage.begin()
    for _ in range(3):
        clock[0] += FULL_AGAIN_AFTER
        assert [outage.patience(2.5) for _ in range(3)] == [2.5, BRIEF, BRIEF]
