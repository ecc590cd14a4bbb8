"""Names as lists and as texts."""

from __future__ import annotations

import numpy as np
import pytest

from quiz.score import names
from quiz.score.names import list_of, text_of

NAMES = ["plays-scales", "はい", *(f"rule-{number}" for number in range(21))]


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 16, 23])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.9, 1.0])
def test_a_text_has_the_names_whose_flags_are_set(count: int, share: float) -> None:
    taken = NAMES[:count]
    flags = np.random.default_rng(count).random((300, len(taken))) < share
    expected = [
        "; ".join(name for name, flag in zip(taken, row, strict=True) if flag)
        for row in flags.tolist()
    ]
    assert text_of(taken, flags).to_pylist() == expected
    assert ["; ".join(each) for each in list_of(taken, flags).to_pylist()] == expected


def test_names_stand_in_the_order_that_is_given_for_each_row() -> None:
    flags = np.array([[True, False, True], [True, True, False], [False, False, False]])
    order = np.array([[2, 0, 1], [0, 1, 2], [1, 2, 0]])
    assert text_of(["a", "b", "c"], flags, order).to_pylist() == ["c; b", "a; b", ""]


def test_names_that_are_too_long_for_a_table_are_joined_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flags = np.random.default_rng(1).random((300, 20)) < 0.5
    long = [f"{number} is a name of some length" for number in range(20)]
    expected = text_of(long, flags)
    monkeypatch.setattr(names, "LARGEST_TABLE", 1000)
    assert text_of(long, flags).equals(expected)


def test_no_rows_make_no_texts() -> None:
    assert text_of(["a", "b"], np.zeros((0, 2), dtype=bool)).to_pylist() == []
