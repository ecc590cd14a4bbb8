"""A team's board: its own results alone, sorted and in pages, in a few queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from support import outcomes
from support.board_results import NOW, Invited, statements
from support.board_shorthand import having, ids, outcome

from quiz.store import BoardFilter, BoardRow, NewResult, Store, board
from quiz.store.conditions import answer, best, stage, standing


def test_a_row_has_all_that_a_team_sees_of_a_result(
    store: Store, invited: Invited, team: tuple[int, int]
) -> None:
    answers = {"level": ("n2",), "duties": ("clubs", "events")}
    told = outcome("ALT", ALT="open")
    result = invited.result(
        team[1], name="花子", email="h@mail.example", answers=answers, outcome=told, language="ja"
    )
    row = BoardRow(
        id=result,
        created_at=NOW,
        name="花子",
        email="h@mail.example",
        best="ALT",
        fit=60,
        stage=invited.stage(team[0], "new"),
        in_charge=None,
        due_on=None,
        invitation=team[1],
        title="欧州フェア",
        digest="5" * 64,
        language="ja",
        answers=answers,
        outcome=told,
        reveal="reasons",
    )
    found = store.board.page(team[0], BoardFilter())
    assert (found.rows, found.number, found.pages, found.total) == ([row], 1, 1, 1)
    assert list(store.board.every(team[0], BoardFilter())) == [row]
    assert store.board.find(team[0], result) == row


def test_results_of_other_teams_and_of_no_team_do_not_exist(
    store: Store, invited: Invited, team: tuple[int, int], new_result: Callable[..., NewResult]
) -> None:
    other, who = invited.team("Consulate B")
    theirs = invited.result(invited.invitation(other, who))
    nobodys = store.results.add(new_result()).id
    for result in (theirs, nobodys, 99):
        assert store.board.find(team[0], result) is None
    for filters in (BoardFilter(), BoardFilter(invitation=team[1] + 1), having(best("CIR"))):
        assert store.board.page(team[0], filters).total == 0
        assert list(store.board.every(team[0], filters)) == []
    assert store.board.page(other, BoardFilter()).total == 1


def test_a_board_is_sorted_by_each_of_its_sorts(
    store: Store, invited: Invited, team: tuple[int, int]
) -> None:
    made = []
    for hours, (name, fit) in enumerate((("b", 50), ("A", 90), (None, 90), ("c", 10))):
        told = outcomes.outcome("ALT", {"ALT": outcomes.assessment("open", fit)})
        at = NOW + timedelta(hours=hours)
        made.append(invited.result(team[1], name=name, outcome=told, created_at=at))
    b, a, none, c = made
    for sort, expected in (
        ("newest", [c, none, a, b]),
        ("oldest", [b, a, none, c]),
        ("fit", [none, a, b, c]),
        ("name", [a, b, c, none]),
    ):
        assert ids(store.board.page(team[0], BoardFilter(sort=sort)).rows) == expected


def test_pages_have_fifty_each_and_end_with_the_last(
    store: Store, invited: Invited, team: tuple[int, int]
) -> None:
    made = [invited.result(team[1]) for _ in range(101)]
    for number, expected, shown in ((1, made[51:], 1), (3, made[:1], 3), (9, made[:1], 3)):
        page = store.board.page(team[0], BoardFilter(), number)
        assert ids(page.rows) == expected[::-1]
        assert (page.number, page.pages, page.total) == (shown, 3, 101)
    assert store.board.page(team[0], having(best("SEA"))).pages == 1


def test_every_result_comes_once_and_a_few_are_in_memory_at_a_time(
    store: Store, invited: Invited, team: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "AT_ONCE", 3)
    made = [invited.result(team[1]) for _ in range(7)]
    with statements() as sent:
        rows = store.board.every(team[0], BoardFilter(sort="oldest"))
        assert [next(rows).id for _ in range(3)] == made[:3]
        assert len(sent) == 2, "the ids of all, and three results"
        assert ids(rows) == made[3:]
    assert len(sent) == 4


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_parts_of_a_board_follow_one_another(
    store: Store, invited: Invited, team: tuple[int, int], sort: Any
) -> None:
    made = [invited.result(team[1]) for _ in range(5)]
    other, who = invited.team("Consulate B")
    invited.result(invited.invitation(other, who))
    order = made if sort == "oldest" else made[::-1]
    filters = BoardFilter(sort=sort)
    assert ids(store.board.beyond(team[0], filters, None, 2)) == order[:2]
    assert ids(store.board.beyond(team[0], filters, order[1], 2)) == order[2:4]
    assert ids(store.board.beyond(team[0], filters, order[3], 2)) == order[4:]
    assert ids(store.board.beyond(team[0], having(best("SEA"), sort=sort), None, 2)) == []


@pytest.mark.parametrize("sort", ["newest", "oldest", "fit", "name"])
def test_every_result_comes_in_the_order_of_the_board(
    store: Store, invited: Invited, team: tuple[int, int], sort: Any
) -> None:
    for number, (name, fit) in enumerate(
        (("b", 40), ("Á", 75), (None, 60), ("c", 75), ("a", 40), ("z", 0))
    ):
        told = outcomes.outcome("CIR", {"CIR": outcomes.assessment("open", fit)})
        at = NOW + timedelta(minutes=number % 4)
        invited.result(team[1], name=name, outcome=told, created_at=at)
    filters = BoardFilter(sort=sort)
    every = ids(store.board.every(team[0], filters))
    assert every == ids(store.board.page(team[0], filters).rows)
    assert len(every) == 6


def test_a_result_that_goes_while_all_are_read_is_left_out(
    store: Store, invited: Invited, team: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "AT_ONCE", 2)
    made = [invited.result(team[1]) for _ in range(5)]
    rows = store.board.every(team[0], BoardFilter(sort="oldest"))
    assert [next(rows).id for _ in range(2)] == made[:2]
    assert store.deletion.erase_person(team[0], made[3])
    later = invited.result(team[1])
    assert later not in made
    assert ids(rows) == [made[2], made[4]]


def test_the_editions_of_the_results_that_pass_the_filter(
    store: Store, invited: Invited, team: tuple[int, int]
) -> None:
    old = Invited(store, b"title: old rules\n", "6" * 64)
    old.result(team[1], name="Ada", created_at=NOW)
    invited.result(team[1], name="Bea", created_at=NOW + timedelta(hours=1))
    invited.result(team[1], name="Cleo", created_at=NOW + timedelta(hours=1))
    assert store.board.digests(team[0], BoardFilter()) == ["5" * 64, "6" * 64]
    assert store.board.digests(team[0], BoardFilter(name="ada")) == ["6" * 64]
    assert store.board.digests(invited.team("Consulate B")[0], BoardFilter()) == []


def test_a_page_takes_two_statements_however_many_filters_it_has(
    store: Store, invited: Invited, team: tuple[int, int]
) -> None:
    invited.result(team[1], name="A")
    filters = BoardFilter(
        invitation=team[1],
        conditions=[
            best("CIR"),
            standing(("CIR", "check")),
            answer("level", "n2"),
            stage(invited.stage(team[0], "new")),
        ],
        name="a",
    )
    with statements() as sent:
        assert store.board.page(team[0], filters).total == 1
    assert len(sent) == 2
