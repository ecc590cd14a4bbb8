"""A board's filters, by stage, best match, answer, day and name: they let through what fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from support.board_results import Invited
from support.board_shorthand import having, ids, outcome

from quiz.store import BoardFilter, Store
from quiz.store.conditions import answer, best, stage, standing
from quiz.store.search_terms import NONE

FILTERS = [
    (BoardFilter(), "abcd"),
    (having(best("ALT")), "a"),
    (having(best(NONE)), "d"),
    (having(standing(("CIR", "check"))), "bd"),
    (having(standing(("IR", "check"))), ""),
    (having(answer("level", "n2")), "abc"),
    (having(answer("level", "n2"), answer("duties", "clubs")), "ab"),
    (having(answer("duties", "club")), ""),
    (having(answer("duties", "club_")), ""),
    (having(answer("duties", "%")), ""),
    (BoardFilter(first=date(2026, 11, 2)), "bcd"),
    (BoardFilter(last=date(2026, 11, 2)), "ab"),
    (BoardFilter(first=date(2026, 11, 2), last=date(2026, 11, 2)), "b"),
    (having(best("CIR"), answer("level", "n2"), last=date(2026, 11, 2)), "b"),
]


def test_a_filter_by_stage_lets_through_what_is_in_it(
    store: Store, invited: Invited, team: tuple[int, int]
) -> None:
    invited.result(team[1], name="A")
    of = {key: having(stage(invited.stage(team[0], key))) for key in ("new", "shortlisted")}
    assert store.board.page(team[0], of["new"]).total == 1
    assert store.board.page(team[0], of["shortlisted"]).total == 0


@pytest.mark.parametrize(("filters", "expected"), FILTERS)
def test_a_filter_lets_through_what_fits_all_of_it(
    store: Store, invited: Invited, team: tuple[int, int], filters: BoardFilter, expected: str
) -> None:
    first, last = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, 23, 59, tzinfo=UTC)
    later, alone = timedelta(minutes=1), {"level": ("n1",)}
    made = {
        "a": ({"level": ("n2",), "duties": ("clubs",)}, outcome("ALT", ALT="open"), first),
        "b": ({"level": ("n2",), "duties": ("clubs", "x")}, outcome("CIR", CIR="check"), last),
        "c": ({"level": ("n2",)}, outcome("CIR", CIR="open", ALT="closed"), last + later),
        "d": (alone, outcome(None, CIR="check"), last + 2 * later),
    }
    names = {}
    for name, (answers, told, at) in made.items():
        result = invited.result(team[1], answers=answers, outcome=told, created_at=at)
        names[result] = name
    page = store.board.page(team[0], filters)
    assert "".join(names[id_] for id_ in reversed(ids(page.rows))) == expected
    assert page.total == len(expected)
    every = store.board.every(team[0], filters)
    assert "".join(names[id_] for id_ in reversed(ids(every))) == expected


def test_results_are_filtered_by_their_stage(
    store: Store, invited: Invited, team: tuple[int, int]
) -> None:
    made = [invited.result(team[1]) for _ in range(4)]
    for key, expected in (("new", made), ("shortlisted", [])):
        filters = having(stage(invited.stage(team[0], key)), sort="oldest")
        assert ids(store.board.page(team[0], filters).rows) == expected
        assert store.board.page(team[0], filters).total == len(expected)
        assert ids(store.board.every(team[0], filters)) == expected


def test_an_exact_tie_is_found_by_each_of_its_best_matches(
    store: Store, invited: Invited, team: tuple[int, int]
) -> None:
    tied = replace(outcome("ALT", ALT="open", CIR="open", SEA="open"), tied=("CIR",))
    result = invited.result(team[1], outcome=tied)
    for each, found in (("ALT", [result]), ("CIR", [result]), ("SEA", []), ("IR", []), (NONE, [])):
        assert ids(store.board.page(team[0], having(best(each))).rows) == found


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("müller", True),
        ("MÜLLER", True),
        ("Mu\u0308ller", True),
        ("stras", True),
        ("STRASSE", True),
        ("straße", True),
        ("ﾊﾅｺ", True),
        ("ハナコ", True),
        ("100%_", True),
        ("0%", True),
        ("%", True),
        ("100_", False),
        ("M%ller", False),
        ("\\", False),
        ("花", False),
    ],
)
def test_a_name_is_found_by_a_part_of_it_however_it_is_written(
    store: Store, invited: Invited, team: tuple[int, int], part: str, found: bool
) -> None:
    invited.result(team[1], name="Ida Müller-Straße ハナコ 100%_")
    invited.result(team[1])
    assert store.board.page(team[0], BoardFilter(name=part)).total == found


def test_a_name_that_its_owner_changes_is_found_as_it_is_now(
    store: Store, invited: Invited, team: tuple[int, int]
) -> None:
    result = invited.result(team[1], name="Before")
    for name in ("Ämter", None):
        store.links.change(result, reveal="reasons", name=name, closes_at=None)
        assert store.board.page(team[0], BoardFilter(name="before")).total == 0
        assert store.board.page(team[0], BoardFilter(name="äMTER")).total == bool(name)
