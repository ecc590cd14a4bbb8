"""Suppression of counts: no small group can be inferred, not even by readers who know the rule."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.engines import steady

from quiz.web.recruiters.summary.small_groups import (
    SMALLEST_GROUP,
    largest_groups,
    suppress_parts,
    suppress_small,
)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([40, 25, 24, 82], [40, 25, 24, 82]),
        ([40, 5], [40, 5]),
        ([40, 3, 2, 20], [40, None, None, 20]),
        ([40, 3, 0, 20], [40, None, None, None]),
        ([40, 4, 20, 9], [40, None, 20, None]),
        ([40, 4, 9, 9], [40, None, None, None]),
        ([40, 4, 4, 9], [40, None, None, None]),
        ([40, 0], [None, None]),
        ([3, 1], [None, None]),
        ([7], [7]),
        ([4], [None]),
        ([], []),
    ],
)
def test_small_parts_are_suppressed_together_with_the_next_larger_ones(
    counts: list[int], shown: list[int | None]
) -> None:
    assert list(suppress_parts(dict(enumerate(counts))).values()) == shown


@pytest.mark.parametrize(("parts", "most"), [(1, 20), (2, 20), (3, 14), (4, 10)])
def test_no_suppressed_part_can_be_inferred_from_what_is_shown(parts: int, most: int) -> None:
    """Each published page is also that of other counts, for every suppressed part."""
    published = defaultdict(list)
    for counts in product(range(most), repeat=parts):
        shown = tuple(suppress_parts(dict(enumerate(counts))).values())
        published[suppress_small(sum(counts)), shown].append(counts)
    for (_, shown), possible in published.items():
        for part, number in enumerate(shown):
            if number is None:
                assert len({counts[part] for counts in possible}) > 1, possible


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 30), max_size=12))
@steady(500)
def test_shown_parts_are_true_and_suppressed_parts_form_no_small_group(
    counts: dict[str, int],
) -> None:
    shown = suppress_parts(counts)
    assert list(shown) == list(counts)
    back = [counts[key] for key, number in shown.items() if number is None]
    assert all(number in (None, counts[key]) for key, number in shown.items())
    assert all(number is None or number >= SMALLEST_GROUP for number in shown.values())
    assert not back or sum(back) >= SMALLEST_GROUP or len(back) == len(counts)
    assert bool(back) is any(number < SMALLEST_GROUP for number in counts.values())


@pytest.mark.parametrize(
    ("counts", "others", "listed"),
    [
        ({"a": 38, "b": 4, "c": 9}, 60, ["a", "c"]),
        ({"a": 38, "c": 9}, 5, ["a", "c"]),
        ({"a": 38, "c": 9}, 4, ["a"]),
        ({"a": 38, "b": 4, "c": 9}, 1, ["a", "c"]),
        ({"a": 38}, 0, []),
        ({"a": 4}, 100, []),
        ({"a": 5, "b": 7, "c": 5}, 9, ["b", "a", "c"]),
        ({}, 0, []),
    ],
)
def test_groups_are_listed_only_if_the_rest_is_no_small_group(
    counts: dict[str, int], others: int, listed: list[str]
) -> None:
    assert list(largest_groups(counts, others)) == listed
    assert suppress_small(4) is None
    assert suppress_small(5) == 5
