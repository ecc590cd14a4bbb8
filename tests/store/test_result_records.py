"""A stored result can be part of a cache key."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from support.outcomes import assessment, outcome

from quiz.store import StoredResult

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
STORED = StoredResult(
    id=1,
    digest="5" * 64,
    language="en",
    answers={"level": ("n2",)},
    outcome=outcome("CIR", {"CIR": assessment("open", 75)}),
    created_at=NOW,
    reveal="reasons",
    name=None,
    closes_at=None,
    invitation=None,
    submission="6" * 64,
)


def test_results_that_are_alike_are_one_key_and_any_difference_makes_another() -> None:
    alike = replace(STORED, outcome=outcome("CIR", {"CIR": assessment("open", 75)}))
    assert {STORED: "a page"}[alike] == "a page"
    for change in (
        {"id": 2},
        {"answers": {"level": ("n1",)}},
        {"outcome": outcome("CIR", {"CIR": assessment("check", 75)})},
        {"reveal": "answers"},
        {"name": "花子"},
        {"closes_at": NOW},
        {"invitation": 1},
    ):
        assert replace(STORED, **change) not in {STORED: "a page"}  # type: ignore[arg-type]


def test_a_result_is_open_until_its_link_closes() -> None:
    closing = replace(STORED, closes_at=NOW)
    assert closing.is_open(NOW - timedelta(seconds=1))
    assert not closing.is_open(NOW)
    assert STORED.is_open(NOW)
