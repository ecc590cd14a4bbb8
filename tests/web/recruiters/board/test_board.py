"""The board: a team's results, their columns and order, and their pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from support.board_pages import BOARD, FLAT, HOUSE, NOW, names, table
from support.board_results import statements
from support.teams import Teams
from support.visitor import Page, Visitor


def onward(page: Page) -> list[str]:
    """Return the links to the previous and the next page of the board."""
    return [link for link in page.links_to(f"{BOARD}?") if "page=" in link]


def test_the_newest_result_comes_first_with_all_its_columns(visitor: Visitor) -> None:
    page = visitor.open(BOARD)
    assert table(page)[0] == [
        "Name",
        "Date",
        "Best match",
        "PIANO",
        "DRUMS",
        "How well do you play?",
        "Status",
    ]
    assert [[row[0], *row[2:]] for row in table(page)[1:]] == [
        ["花子", "DRUMS 100 %", "PIANO Check 40 %", "DRUMS Possible 100 %", "Well"],
        ["no name", "No position", "PIANO Not open 60 %", "DRUMS Not open 60 %", "Not at all"],
        ["Ada <A>", "PIANO 100 %", "PIANO Possible 100 %", "DRUMS Possible 40 %", "A little"],
    ]
    assert "3 results" in page.words
    assert page.links_to("/recruiter/results/") == [f"/recruiter/results/{n}" for n in (3, 2, 1)]


def test_the_best_match_is_drawn_in_the_colour_of_its_position(visitor: Visitor) -> None:
    page = visitor.open(BOARD)
    cells = [each["class"] for each in page.all("td") if "best" in each.get("class", "").split()]
    assert cells == ["best p2 pattern1", "best", "best p1 pattern1"]
    assert [line["x2"] for line in page.all("line")] == ["100%", "100%"]


def test_the_board_shows_the_selected_answer(visitor: Visitor) -> None:
    page = visitor.open(f"{BOARD}?show=neighbours")
    assert [row[5] for row in table(page)] == [
        "Do your neighbours like music?",
        "They love it",
        "–",
        "–",
    ]
    page = visitor.open(f"{BOARD}?show=likes")
    assert [row[5] for row in table(page)[2:3]] == ["Melodies and Rhythm"]


def test_pages_have_fifty_results_and_keep_the_filter(app: Flask, teams: Teams) -> None:
    who = teams.recruiter()
    invitation = teams.invitation(who)
    for _ in range(101):
        teams.result(who, HOUSE, invitation)
    visitor = teams.visitor(who)
    first = visitor.open(f"{BOARD}?best=PIANO&name=&sort=oldest&answer-likes=melody")
    assert len(first.rows) == 51
    assert "Page 1 of 3" in first.words
    [link] = onward(first)
    asked = [("best", "PIANO"), ("sort", "oldest"), ("answer-likes", "melody"), ("page", "2")]
    assert sorted(parse_qsl(urlsplit(link).query)) == sorted(asked)
    second = visitor.open(link)
    last = visitor.open(onward(second)[1])
    assert [len(table(page)) for page in (second, last)] == [51, 2]
    seen = [link for page in (first, second, last) for link in page.links_to(f"{BOARD}/results/")]
    assert len(set(seen)) == 101
    for number in ("9", "0", "-1", "x", "9" * 30, "٣"):
        page = visitor.open(f"{BOARD}?page={number}")
        assert f"Page {3 if number == '9' else 1} of 3" in page.words


def test_results_of_another_team_are_not_shown(visitor: Visitor, teams: Teams) -> None:
    theirs = teams.visitor(teams.recruiter("Consulate B"))
    page = theirs.open(BOARD)
    assert table(page) == []
    assert "There are no results yet." in page.words
    assert [a["name"] for a in page.all("input") if a.get("name") == "invitation"] == []
    assert theirs.open(f"{BOARD}?invitation=1").status == 422


def test_results_older_than_their_retention_are_not_shown(
    start_app: Callable[..., Flask],
) -> None:
    teams = Teams(start_app(retention_days=10))
    who = teams.recruiter()
    for days in (9, 11):
        teams.result(who, created_at=NOW - timedelta(days=days))
    assert len(teams.visitor(who).open(BOARD).rows) == 2


def test_rows_have_labelled_checkboxes_to_share_them(teams: Teams) -> None:
    who = teams.recruiter()
    for name in ("Ada", None):
        teams.result(who, name=name)
    page = teams.visitor(who).open(BOARD)
    [form] = [
        form
        for form in page.forms
        if form[0]["action"] == "/recruiter" and form[0]["method"] == "post"
    ]
    assert "/recruiter?do=share" in [field.get("formaction") for field in form]
    boxes = [field["value"] for field in form if field.get("name") == "result"]
    assert boxes == ["2", "1"]
    assert "Ada, " in page.text("label")


def test_the_board_is_available_in_japanese(app: Flask, teams: Teams) -> None:
    who = teams.recruiter()
    teams.result(who, FLAT, name="花子")
    page = teams.visitor(who, "ja").open(f"{BOARD}?standing=check:PIANO")
    assert table(page)[1][2:] == [
        "DRUMS 100 %",
        "PIANO 要確認 40 %",
        "DRUMS 可能性あり 100 %",
        "よく弾ける",
    ]
    assert "PIANO：要確認" in page.words


@pytest.mark.parametrize(
    ("query", "most"),
    [("", 9), ("answer-likes=rhythm&name=花&standing=check:PIANO&sort=fit", 9), ("page=9", 11)],
)
def test_a_page_takes_few_queries(teams: Teams, query: str, most: int) -> None:
    who = teams.recruiter()
    invitation = teams.invitation(who)
    for _ in range(3):
        teams.result(who, FLAT, invitation, name="花子")
    visitor = teams.visitor(who)
    with statements() as sent:
        page = visitor.open(f"{BOARD}?{query}")
    assert names(page) == ["花子"] * 3
    assert 0 < len(sent) <= most, "a page that there is not is looked for twice"


def test_headings_sort_and_say_how_it_is_sorted(visitor: Visitor) -> None:
    page = visitor.open(f"{BOARD}?answer-likes=melody")
    sorts = {
        dict(parse_qsl(urlsplit(link).query))["sort"]: link
        for link in page.links_to(BOARD)
        if "sort=" in link
    }
    assert list(sorts) == ["name", "oldest", "fit", "stage"]
    assert [a.get("aria-sort") for a in page.all("th") if "aria-sort" in a] == ["descending"]
    page = visitor.open(sorts["oldest"])
    assert names(page) == ["Ada <A>", "no name"]
    assert [a.get("aria-sort") for a in page.all("th") if "aria-sort" in a] == ["ascending"]
    assert any("sort=newest" in link for link in page.links_to(BOARD))
