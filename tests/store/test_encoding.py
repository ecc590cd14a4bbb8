"""Answers and outcomes as JSON and back, as they are stored today and as they were before."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from support import strategies
from support.engines import engine_of, steady

from quiz.core.language.model import Assessment, Change, Closest, Outcome, Reason
from quiz.store.encoding import decode_answers, decode_outcome, encode_answers, encode_outcome


def stored(outcome: Outcome) -> Outcome:
    """The outcome after it was written down as text and read again."""
    return decode_outcome(json.loads(json.dumps(encode_outcome(outcome))))


@steady(50)
@given(strategies.quizzes_with_sheets())
def test_a_stored_outcome_is_read_as_it_was(drawn):
    quiz, sheets = drawn
    engine = engine_of(quiz)
    for sheet in sheets:
        outcome = engine.outcome(sheet)
        assert stored(outcome) == outcome


def test_a_stored_answer_sheet_is_read_as_it_was():
    answers = {"level": ("n2",), "sports": ("judo", "kendo"), "tools": ("saw",)}
    assert decode_answers(json.loads(json.dumps(encode_answers(answers)))) == answers


def test_answers_that_were_stored_as_strings_are_read_as_tuples():
    stored = {"level": "n2", "sports": ["judo", "kendo"]}
    assert decode_answers(stored) == {"level": ("n2",), "sports": ("judo", "kendo")}


EMPTY = Outcome("2028", "0", "A", (), (), {}, (), closest=None)


@pytest.mark.parametrize(
    ("closest", "data"),
    [
        (None, None),
        (
            Closest(Change("level", ("n3",), ("n2",)), "B"),
            {"question": "level", "from": ["n3"], "to": ["n2"], "best": "B"},
        ),
        (
            Closest(Change("tools", ("saw",), ("saw", "drill")), None),
            {"question": "tools", "from": ["saw"], "to": ["saw", "drill"], "best": None},
        ),
    ],
)
def test_the_closest_change_is_stored_with_what_is_best_then(closest, data):
    outcome = replace(EMPTY, closest=closest)
    assert json.loads(json.dumps(encode_outcome(outcome)))["closest"] == data
    assert stored(outcome) == outcome


def test_an_outcome_stored_before_closeness_was_found_out_does_not_say_that_there_is_none():
    old = encode_outcome(EMPTY)
    del old["closest"]
    outcome = decode_outcome(old)
    assert outcome.closest == "unknown"
    assert encode_outcome(outcome) == old


def test_a_change_stored_before_answers_were_tuples_is_read_alike():
    change = Change("level", ("n3",), ("n2",))
    new = replace(
        EMPTY,
        positions={"A": Assessment(3, 4, 75, "open", (), (change,))},
        closest=Closest(change, "B"),
    )
    old = encode_outcome(new)
    old["positions"]["A"]["change"] = [{"question": "level", "from": "n3", "to": "n2"}]
    old["closest"] = {"question": "level", "from": "n3", "to": "n2", "best": "B"}
    assert decode_outcome(old) == new


def test_an_outcome_stored_with_the_names_of_what_a_reason_says_is_read_alike():
    reason = Reason("n2-speaks-for-it", "points", 3)
    new = replace(EMPTY, positions={"A": Assessment(3, 4, 75, "open", (reason,), None)})
    old = encode_outcome(new)
    assert old["positions"]["A"]["reasons"] == [["n2-speaks-for-it", "points", 3]]
    old["positions"]["A"]["reasons"] = [
        {"rule": "n2-speaks-for-it", "effect": "points", "points": 3}
    ]
    assert decode_outcome(old) == new


def test_what_choices_tell_and_dates_are_stored_by_their_ids():
    outcome = replace(EMPTY, tells=(("country", "in"), ("level", "n2")), dates=("window",))
    data = json.loads(json.dumps(encode_outcome(outcome)))
    assert data["tells"] == [["country", "in"], ["level", "n2"]]
    assert data["dates"] == ["window"]
    assert stored(outcome) == outcome


def test_an_outcome_stored_before_there_were_tells_and_dates_has_none():
    old = encode_outcome(EMPTY)
    assert old.keys().isdisjoint({"tells", "dates"})
    outcome = decode_outcome(old)
    assert (outcome.tells, outcome.dates) == ((), ())
