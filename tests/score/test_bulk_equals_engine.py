"""Outcomes made in bulk equal those of the engine, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

import numpy as np
import pytest
from conftest import ROOT
from hypothesis import given
from support import strategies
from support.engines import engine_of, sheet, steady
from support.small_files import scale, single

from benchmarks.sheets import draw_sheets, read_engine
from quiz.core.decide.engine import Engine
from quiz.core.language.model import Answers
from quiz.score import standings
from quiz.score.outcomes import Deciding
from quiz.score.standings import STANDINGS
from quiz.score.tables import NOT_ASKED, BulkTables

pytestmark = pytest.mark.thorough


def decided(
    engine: Engine, sheets: Sequence[Answers], *, batch: int | None = None
) -> list[dict[str, object]]:
    """Return the outcome of each sheet, as the columns of a batch have it."""
    tables = BulkTables(engine)
    deciding = Deciding(tables)
    assert deciding.fits_words()
    size = batch or len(sheets)
    return [
        outcome
        for start in range(0, len(sheets), size)
        for outcome in _of_batch(tables, deciding, sheets[start : start + size])
    ]


def _of_batch(
    tables: BulkTables, deciding: Deciding, sheets: Sequence[Answers]
) -> list[dict[str, object]]:
    engine = tables.engine
    codes = {
        id_: np.array(
            [tables.row(id_, sheet[id_]) if id_ in sheet else NOT_ASKED for sheet in sheets]
        )
        for id_ in engine.forms
    }
    sums = tables.decide(codes)
    assert not sums.wrong.any()
    found = deciding.outcomes(sums, codes)
    names, rules = engine.positions, tuple(engine.rules.rules)
    return [
        {
            "best": names[found.best[row]] if found.best[row] >= 0 else None,
            "close": tuple(
                names[p] for p, is_ in zip(found.order[row], found.close[row], strict=True) if is_
            ),
            "tied": tuple(
                names[p] for p, is_ in zip(found.order[row], found.tied[row], strict=True) if is_
            ),
            "points": [int(each[row]) for each in found.points],
            "fit": [int(each[row]) for each in found.fit],
            "standing": [STANDINGS[each[row]] for each in found.standing],
            "rules": {rules[rule] for rule in np.flatnonzero(found.rules[row])},
        }
        for row in range(len(sheets))
    ]


def by_engine(engine: Engine, sheet: Answers) -> dict[str, object]:
    outcome = engine.outcome(sheet, with_changes=False)
    seen = outcome.positions.values()
    return {
        "best": outcome.best,
        "close": outcome.close,
        "tied": outcome.tied,
        "points": [each.points for each in seen],
        "fit": [each.fit for each in seen],
        "standing": [each.standing for each in seen],
        "rules": {reason.rule for each in seen for reason in each.reasons},
    }


def test_they_are_equal_for_the_real_rules() -> None:
    engine = read_engine(ROOT / "rules.yaml")
    sheets = list(islice(draw_sheets(engine, seed=16), 2_000))
    assert decided(engine, sheets) == [by_engine(engine, sheet) for sheet in sheets]


def test_answers_that_are_met_later_do_not_change_what_is_known_of_others() -> None:
    engine = engine_of(
        {
            "format": 1,
            "title": "T",
            "edition": "1",
            "checked": "2026-11-28",
            "languages": ["en"],
            "positions": {"A": {"name": "A"}},
            "questions": {
                "place": single("north", "south", "east"),
                "level": scale("low", "middle", "high", can_change="up"),
            },
            "rules": {
                "a": {"when": {"place": "north"}, "blocks": ["A"], "because": "."},
                "b": {"when": {"place": "south", "level": "low"}, "blocks": ["A"], "because": "."},
                "c": {"when": {"place": "east", "level": "high"}, "blocks": ["A"], "because": "."},
                "d": {"points": {"A": 1}, "because": "."},
            },
        }
    )
    drawn = [
        sheet({"place": place, "level": level})
        for level in ("low", "high", "middle")  # one more level with every third sheet
        for place in ("north", "south", "east")
    ]
    expected = [by_engine(engine, each) for each in drawn]
    assert [each["standing"] for each in expected[:6]] == [
        ["closed"], ["not_yet"], ["open"], ["closed"], ["open"], ["closed"]
    ]  # fmt: skip
    assert decided(engine, [*drawn, *drawn], batch=1) == [*expected, *expected]


def test_a_part_with_too_many_combinations_for_a_table_is_searched_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(standings, "LARGEST_TABLE", 0)
    engine = read_engine(ROOT / "rules.yaml")
    sheets = list(islice(draw_sheets(engine, seed=18), 300))
    assert decided(engine, sheets, batch=100) == [by_engine(engine, sheet) for sheet in sheets]


@steady(300)
@given(strategies.quizzes_with_sheets())
def test_they_are_equal_for_random_rules_files(
    drawn: tuple[dict[str, Any], list[dict[str, Any]]],
) -> None:
    quiz, raw = drawn
    engine = engine_of(quiz)
    sheets = [sheet(answers) for answers in raw]
    assert decided(engine, sheets) == [by_engine(engine, each) for each in sheets]
