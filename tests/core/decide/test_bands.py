"""The word for a fit is that of the last band which the exact fit reaches."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.engines import engine_of
from support.small_files import single

from quiz.core.decide.bands import band
from quiz.core.language.rules_file import Band

BANDS = [(0, "weak"), ("33.4", "fair"), (50, "good"), (100, "perfect")]


def word(points: int, most: int, bands: list[tuple[str | int, str]] = BANDS) -> str | None:
    found = band(
        [Band.model_validate({"from": Decimal(from_), "says": says}) for from_, says in bands],
        points,
        most,
    )
    return found.says[""] if found else None


@pytest.mark.parametrize(
    ("points", "most", "expected"),
    [
        (0, 9, "weak"),
        (1, 3, "weak"),  # 33.33 is below 33.4, though both are shown as 33
        (167, 500, "fair"),  # 33.4 exactly
        (499, 1000, "fair"),  # shown as 50
        (1, 2, "good"),
        (999, 1000, "good"),  # shown as 100
        (7, 7, "perfect"),
        (0, 0, "weak"),  # a position that no rule gives points
    ],
)
def test_the_last_band_that_the_exact_fit_reaches_counts(points, most, expected):
    assert word(points, most) == expected


def test_without_bands_or_below_the_first_there_is_no_word():
    assert word(1, 2, []) is None
    assert word(1, 2, [(51, "good")]) is None


def test_bands_and_the_ends_of_blocks_change_no_outcome():
    written = {
        "format": 1,
        "title": "T",
        "edition": "2028",
        "checked": "2026-11-22",
        "languages": ["en"],
        "positions": {"A": {"name": "A"}},
        "questions": {"q": single("x", "y")},
        "rules": {
            "r": {"points": {"A": 1}, "because": "."},
            "b": {"when": {"q": "x"}, "blocks": "A", "because": "."},
        },
    }
    plain = engine_of(written).outcome({"q": ("x",)})
    written["rules"]["b"]["until"] = {"from_edition": 2029}
    written["outcome"] = {"bands": [{"from": 0, "says": "weak"}]}
    more = engine_of(written).outcome({"q": ("x",)})
    assert (plain.best, plain.positions) == (more.best, more.positions)
    assert plain.best is None
