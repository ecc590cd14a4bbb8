"""Which blocks lapse for somebody, and on which day the rules say that they do."""

from __future__ import annotations

from typing import Any

import pytest
from support.engines import engine_of, sheet
from support.small_files import quiz_of, single

from quiz.core.decide.lapses import End, Lapse, Lapses
from quiz.core.language.field_types import DayOrMonth

NEXT = {"from_edition": 2029}
OPENS_IN = {"if": {"best": "A"}, "as_of": 2027, "says": "Open"}


def found(
    *rules: dict[str, Any],
    dates: dict[str, Any] | None = None,
    known: bool = True,
    **more: Any,
) -> list[Lapse]:
    """Return what lapses by rules r0, r1 and so on, for the answers past: yes, where: here."""
    questions = {
        "past": single("yes", "no"),
        "where": single("here", "there"),
        "skill": single("none", "some", can_change="yes"),
    }
    engine = engine_of(quiz_of(questions, list(rules), edition="2028", dates=dates or {}, **more))
    answers = sheet({"past": "yes", "where": "here", "skill": "none"})
    return list(Lapses(engine.rules).of(engine.outcome(answers), answers if known else None))


def block(until: object = None, *positions: str, **when: str) -> dict[str, Any]:
    """Return a rule that blocks A, or the positions named, for who answered so."""
    rule = {"when": when or {"past": "yes"}, "blocks": list(positions or "A")}
    return {**rule, "until": until} if until else rule


def test_a_block_lapses_on_its_day() -> None:
    end = End(DayOrMonth(2027, 3, 31), about=False, date=None)
    assert found(block("2027-03-31", "A", "B")) == [Lapse("r0", ("A", "B"), (), end)]


@pytest.mark.parametrize(
    ("date", "day", "about"),
    [
        ({"from": "2026-09-21", "until": "2026-11-13"}, (2028, 9, None), True),
        ({"from": "2026-09-21", "as_of": 2029}, (2026, 9, 21), False),
        ({"from": "2028-09", "as_of": 2029}, (2028, 9, None), False),
        ({"from": "2026-09", "when": {"where": "here"}}, (2028, 9, None), True),
        ({"from": "2026-09", "if": {"A": ["open", "check"]}}, (2028, 9, None), True),
    ],
)
def test_with_an_edition_it_lapses_when_something_opens_in_that_edition(
    date: dict[str, Any], day: tuple[int, int, int | None], about: bool
) -> None:
    end = End(DayOrMonth(*day), about, "window")
    assert found(block(NEXT), dates={"window": {**OPENS_IN, **date}}) == [
        Lapse("r0", ("A",), (), end)
    ]


@pytest.mark.parametrize(
    "date",
    [
        {"until": "2026-11-13"},  # only its end is known
        {"from": "2026-09", "when": {"where": "there"}},  # for others
        {"from": "2026-09", "if": {"best": "B"}},  # for a position that is not blocked
        {"from": "2026-09", "if": {"A": "not_yet"}},
    ],
)
def test_where_the_rules_tell_no_such_day_there_is_none(date: dict[str, Any]) -> None:
    assert not found(block(NEXT), dates={"window": {**OPENS_IN, **date}})
    assert not found(block(NEXT))


def test_what_opens_first_counts() -> None:
    dates = {
        "late": {**OPENS_IN, "from": "2026-10"},
        "early": {**OPENS_IN, "from": "2025-09", "as_of": 2026},
        "same": {**OPENS_IN, "from": "2026-09-30"},
    }
    [lapse] = found(block(NEXT), dates=dates)
    assert lapse.end == End(DayOrMonth(2028, 9, None), about=True, date="early")


def test_without_the_answers_only_dates_for_everybody_are_known() -> None:
    dates = {
        "here": {**OPENS_IN, "from": "2026-09", "when": {"where": "here"}},
        "all": {**OPENS_IN, "from": "2026-10"},
    }
    assert [lapse.end.date for lapse in found(block(NEXT), dates=dates)] == ["here"]
    assert [lapse.end.date for lapse in found(block(NEXT), dates=dates, known=False)] == ["all"]


def test_a_position_that_is_ruled_out_for_good_is_left_out() -> None:
    lasting = block(None, "A", where="here")
    assert not found(block("2027-03-31"), lasting)
    [lapse] = found(block("2027-03-31", "A", "B"), lasting)
    assert lapse.positions == ("B",)
    assert not lapse.others


def test_what_can_change_or_lapses_too_stands_beside_it() -> None:
    rules = (block("2027-03-31"), block(None, "A", skill="none"), block("2028-03-31", where="here"))
    first, second = found(*rules)
    assert (first.rule, first.others) == ("r0", ("r1", "r2"))
    assert (second.rule, second.others) == ("r2", ("r0", "r1"))


def test_a_block_that_does_not_apply_or_does_not_lapse_is_none() -> None:
    assert not found(block("2027-03-31", past="no"))
    assert not found(block())


def test_years_that_no_calendar_has_are_no_day() -> None:
    dates = {"window": {**OPENS_IN, "from": "1901-01", "as_of": 1900}}
    assert not found(block({"from_edition": 9999}), dates=dates)
