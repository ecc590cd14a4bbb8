"""Conditions on a board: any of several values, scales, and each of them negated."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from support import outcomes
from support.board_results import NOW, Invited

from quiz.store import BoardFilter, Store, conditions
from quiz.store.conditions import (
    Condition,
    answer,
    best,
    fit,
    found_by,
    has_email,
    has_notes,
    negated,
    standing,
)
from quiz.store.search_terms import NONE


@pytest.fixture
def team(store: Store, invited: Invited) -> int:
    """The id of a team with the results a to e; a note on a, a change of c, b in charge of it."""
    team, who = invited.team("Consulate A")
    fair, online = (invited.invitation(team, who) for _ in range(2))
    open_, check = outcomes.assessment("open", 80), outcomes.assessment("check", 60)
    alt = outcomes.outcome("ALT", {"ALT": open_, "CIR": check})
    cir = outcomes.outcome("CIR", {"ALT": check, "CIR": check})
    tie = outcomes.outcome("ALT", {"ALT": open_, "CIR": open_}, tied=("CIR",))
    none = outcomes.outcome(None, {"ALT": outcomes.assessment("closed", 10)})
    a = invited.result(fair, name="a", outcome=alt, answers={"level": ("n1",)}, email="a@b.example")
    b = invited.result(fair, name="b", outcome=cir, answers={"level": ("n2",)})
    c = invited.result(online, name="c", outcome=tie, answers={"level": ("n3",)})
    invited.result(online, name="d", outcome=none, answers={"level": ("none",)})
    invited.result(online, name="e", outcome=none, answers={"likes": ("tea", "cake")})
    store.notes.add(team, a, who, "speaks well", NOW)
    store.work.change(team, [c], who, {"stage": invited.stage(team, "contacted")}, NOW)
    store.work.change(team, [b], who, {"in_charge": who}, NOW)
    return team


def found(store: Store, team: int, *wanted: Condition) -> str:
    page = store.board.page(team, BoardFilter(conditions=wanted, sort="name"))
    assert store.board.counts(team, [BoardFilter(conditions=wanted)]) == [page.total]
    return "".join(row.name or "" for row in page.rows)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (best("CIR"), "bc"),
        (best("CIR", "ALT"), "abc"),
        (best("CIR", NONE), "bcde"),
        (standing(("CIR", "check"), ("CIR", "open")), "abc"),
        (standing(("ALT", "closed"), ("CIR", "check")), "abde"),
        (answer("level", "n1"), "a"),
        (answer("level", "n2", "n1"), "ab"),
        (answer("level", "n"), ""),
        (answer("likes", "cake", "n1"), "e"),
        (answer("level"), ""),
        (fit(80), "ac"),
        (fit(60), "abc"),
        (fit(81), ""),
        (has_email(), "a"),
        (has_notes(), "a"),
        (found_by("speaks"), "a"),
        (found_by(" ’ "), ""),
        (conditions.since(NOW), "abcde"),
        (conditions.before(NOW), ""),
    ],
)
def test_a_condition_and_its_opposite_share_out_all_results(
    store: Store, team: int, condition: Condition, expected: str
) -> None:
    assert found(store, team, condition) == expected
    others = "".join(sorted(set("abcde") - set(expected)))
    assert found(store, team, negated(condition)) == others
    assert found(store, team, negated(negated(condition))) == expected
    assert found(store, team, condition, negated(condition)) == ""


def test_stages_people_and_invitations_are_any_of_several(
    store: Store, invited: Invited, team: int
) -> None:
    new, contacted, gone = (invited.stage(team, key) for key in ("new", "contacted", "passed_on"))
    assert found(store, team, conditions.stage(contacted)) == "c"
    assert found(store, team, conditions.stage(new, contacted)) == "abcde"
    assert found(store, team, negated(conditions.stage(new, gone))) == "c"
    [who] = {row.in_charge for row in store.board.page(team, BoardFilter()).rows} - {None}
    assert found(store, team, conditions.in_charge(who)) == "b"
    assert found(store, team, negated(conditions.in_charge(who))) == "acde"
    assert found(store, team, conditions.in_charge(None)) == "acde"
    assert found(store, team, conditions.in_charge(None, who)) == "abcde"
    fair, online = sorted(store.board.titles(team))
    assert found(store, team, conditions.invitation(fair)) == "ab"
    assert found(store, team, conditions.invitation(online, fair)) == "abcde"
    assert found(store, team, negated(conditions.invitation(online))) == "ab"


def test_several_filters_are_counted_at_once_and_for_their_team_alone(
    store: Store, invited: Invited, team: int
) -> None:
    other, somebody = invited.team("Consulate B")
    invited.result(invited.invitation(other, somebody), name="f")
    views = [
        BoardFilter(),
        BoardFilter(name="a"),
        BoardFilter(conditions=[best("CIR"), negated(answer("level", "n2"))]),
        BoardFilter(conditions=[has_notes()]),
        BoardFilter(first=date(2026, 11, 26)),
    ]
    assert store.board.counts(team, views) == [5, 1, 1, 1, 0]
    assert store.board.counts(other, views) == [1, 0, 0, 0, 0]


def test_results_taken_off_the_board_are_not_counted(
    store: Store, invited: Invited, team: int
) -> None:
    [row] = store.board.page(team, BoardFilter(name="a")).rows
    who = store.accounts.people(team)[0].recruiter.id
    store.removals.remove_results(team, who, [row.id], datetime.now(UTC))
    assert store.board.counts(team, [BoardFilter()]) == [4]
