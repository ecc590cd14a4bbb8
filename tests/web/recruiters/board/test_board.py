"""The board: a team's results, filtered, sorted and in pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from support.board_results import statements
from support.teams import Teams
from support.visitor import Page, Visitor

BOARD = "/recruiter"
NOW = datetime.now(UTC)
HOUSE = {"home": ("house",), "likes": ("melody",), "skill": ("some",)}
TENT = {"home": ("tent",), "likes": ("melody", "rhythm"), "skill": ("none",)}
FLAT = {"home": ("flat",), "neighbours": ("love",), "likes": ("rhythm",), "skill": ("much",)}


@pytest.fixture
def visitor(teams: Teams) -> Visitor:
    """A recruiter of Consulate A, with three results of two invitations."""
    who = teams.recruiter()
    fair, online = (teams.invitation(who, title=title) for title in ("Fair", "Online"))
    days = [NOW - timedelta(days=day) for day in (3, 2, 1)]
    teams.result(who, HOUSE, fair, name="Ada <A>", email="ada@mail.example", created_at=days[0])
    teams.result(who, TENT, fair, created_at=days[1])
    teams.result(who, FLAT, online, name="花子", created_at=days[2])
    return teams.visitor(who)


def table(page: Page) -> list[list[str]]:
    """Return the rows without the cells where a result is selected, and where its stage is."""
    head, *rows = page.rows or [[]]
    return [head[1:], *(row[1:-1] for row in rows)] if head else []


def stages(page: Page) -> list[str]:
    """Return the value of the stage of each row."""
    field, found = "", []
    for tag, attributes in page.elements:
        if tag == "select":
            field = attributes["name"]
        elif tag == "option" and "selected" in attributes and field.startswith("stage-"):
            found.append(attributes["value"])
    return found


def onward(page: Page) -> list[str]:
    """Return the links to the previous and the next page of the board."""
    return [link for link in page.links_to(f"{BOARD}?") if "page=" in link]


def ticked(page: Page, name: str) -> list[str]:
    """Return the values of the boxes of a name that are ticked."""
    return [a["value"] for a in page.all("input") if a.get("name") == name and "checked" in a]


def names(page: Page) -> list[str]:
    return [row[0] for row in table(page)[1:]]


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


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"best": "PIANO"}, ["Ada <A>"]),
        ({"best": "none"}, ["no name"]),
        ({"standing": "check:PIANO"}, ["花子"]),
        ({"standing": "closed:DRUMS"}, ["no name"]),
        ({"answer-likes": "rhythm"}, ["花子", "no name"]),
        ({"answer-likes": "rhythm", "answer-home": "tent"}, ["no name"]),
        ({"name": "ADA <a"}, ["Ada <A>"]),
        ({"has_status": "new", "sort": "oldest"}, ["Ada <A>", "no name", "花子"]),
        ({"has_status": "contacted"}, []),
        ({"invitation": "1"}, ["no name", "Ada <A>"]),
        ({"first": f"{NOW - timedelta(days=2):%Y-%m-%d}"}, ["花子", "no name"]),
        ({"last": f"{NOW - timedelta(days=3):%Y-%m-%d}"}, ["Ada <A>"]),
        ({"sort": "name"}, ["Ada <A>", "花子", "no name"]),
        ({"best": "", "name": "", "first": "", "answer-home": ""}, ["花子", "no name", "Ada <A>"]),
    ],
)
def test_the_filter_selects_matching_results(
    visitor: Visitor, asked: dict[str, str], expected: list[str]
) -> None:
    form = next(form for form in visitor.open(BOARD).forms if form[0].get("role") == "search")
    assert asked.keys() <= {field.get("name") for field in form[1:]}
    page = visitor.open(form[0]["action"], query_string=asked)
    assert page.status == 200
    assert names(page) == expected
    assert ("No results match this filter." in page.words) is (not expected)


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


FAULTY = [
    ("best=SEA", "best"),
    ("standing=open", "standing"),
    ("standing=open:SEA", "standing"),
    ("has_status=gone", "has_status"),
    ("sort=points", "sort"),
    ("show=nothing", "show"),
    ("answer-home=castle", "answer-home"),
    ("invitation=3", "invitation"),
    ("invitation=x", "invitation"),
    ("first=yesterday", "first"),
    ("last=9999-12-31", "last"),
    ("last=0001-01-01", "last"),
    ("name=%00", "name"),
    (f"name={'x' * 201}", "name"),
]


@pytest.mark.parametrize(("query", "field"), FAULTY)
def test_an_invalid_filter_shows_an_error_and_keeps_the_other_fields(
    visitor: Visitor, query: str, field: str
) -> None:
    page = visitor.open(f"{BOARD}?answer-skill=much&{query}")
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert page.links_to("#")[1:] == [f"#{field}"]
    assert "much" in ticked(page, "answer-skill")
    assert table(page) == []


def test_a_name_that_is_not_valid_utf8_matches_nothing(visitor: Visitor) -> None:
    page = visitor.open(f"{BOARD}?name=%ED%A0%80%FF")
    assert (page.status, table(page)) == (200, [])


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


def test_changing_the_language_keeps_the_filter_and_the_page(visitor: Visitor) -> None:
    page = visitor.open(f"{BOARD}?answer-likes=rhythm&name=%E8%8A%B1&page=1")
    [japanese] = [link for link in page.links if "lang=ja" in link]
    page = visitor.open(f"{BOARD}{japanese}")
    assert page.language == "ja"
    assert names(page) == ["花子"]
    [english] = [link for link in page.links if "lang=" in link]
    asked = [("answer-likes", "rhythm"), ("name", "花"), ("page", "1"), ("lang", "en")]
    assert parse_qsl(urlsplit(english).query) == asked


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


def row_buttons(page: Page) -> list[str]:
    buttons = [a["formaction"] for a in page.all("button") if "formaction" in a]
    return [address for address in buttons if "row=" in address]


def test_a_stage_is_changed_on_the_board_which_keeps_its_filter(
    visitor: Visitor, teams: Teams
) -> None:
    page = visitor.open(f"{BOARD}?answer-likes=melody&name=a")
    assert stages(page) == ["new"]
    [button] = row_buttons(page)
    page = visitor.send(button, page, **{"stage-1": "shortlisted"})
    assert names(page) == ["Ada <A>"]
    assert stages(page) == ["shortlisted"]
    assert "Saved." in page.words
    page = visitor.open(f"{BOARD}?sort=stage")
    assert stages(page) == ["new", "new", "shortlisted"]
    [entry] = [e for e in teams.store.audit.page(1) if e.action == "result changed"]
    assert entry.detail == {"result": 1, "fields": ["stage"]}
    answer = visitor.ask(
        button,
        method="POST",
        data={"csrf_token": page.token, "stage-1": "contacted"},
        headers={"Accept": "application/json"},
    )
    assert answer.json == {"says": "Saved."}
    assert stages(visitor.open(BOARD)) == ["new", "new", "contacted"]


@pytest.mark.parametrize(("row", "stage"), [(9, "new"), (1, "gone"), (1, ""), ("x", "new")])
def test_what_the_board_does_not_have_cannot_be_changed(
    visitor: Visitor, row: object, stage: str
) -> None:
    page = visitor.open(BOARD)
    assert visitor.send(f"{BOARD}?row={row}", page, **{f"stage-{row}": stage}).status == 404
    assert stages(visitor.open(BOARD)) == ["new"] * 3


def test_a_row_of_another_team_cannot_be_changed(visitor: Visitor, teams: Teams) -> None:
    theirs = teams.visitor(teams.recruiter("Consulate B"))
    answer = theirs.send(f"{BOARD}?row=1", theirs.open(BOARD), **{"stage-1": "contacted"})
    assert answer.status == 404
    assert stages(visitor.open(BOARD)) == ["new"] * 3


def test_without_a_token_nothing_is_changed_and_the_selection_is_kept(visitor: Visitor) -> None:
    visitor.open(BOARD)
    answer = visitor.send(f"{BOARD}?row=1", csrf_token="", result="2", **{"stage-1": "contacted"})
    assert answer.status == 400
    assert stages(answer) == ["new"] * 3
    assert answer.chosen == ["2"]


def test_a_result_opened_by_a_name_leads_back_to_that_search(visitor: Visitor) -> None:
    page = visitor.open(f"{BOARD}?name=ada&sort=fit")
    page = visitor.open(page.links_to(f"{BOARD}/results/")[0])
    assert page.status == 200
    [back] = page.links_to(f"{BOARD}?")[:1]
    assert sorted(parse_qsl(urlsplit(back).query)) == [("name", "ada"), ("sort", "fit")]
    assert names(visitor.open(back)) == ["Ada <A>"]


def test_signing_in_again_leads_back_to_the_filter(app: Flask, visitor: Visitor) -> None:
    asked = f"{BOARD}?answer-likes=melody&name=%E8%8A%B1&page=2"
    visitor.client.delete_cookie("recruiter")
    page = visitor.ask(asked)
    assert dict(parse_qsl(urlsplit(page.headers["Location"]).query)) == {"next": asked}
    page = visitor.ask(f"{asked}&row=1", method="POST", data={})
    back = dict(parse_qsl(urlsplit(page.headers["Location"]).query))
    assert back == {"next": f"{asked}&row=1"}


def test_one_click_shows_those_with_one_best_match_and_keeps_the_filter(visitor: Visitor) -> None:
    page = visitor.open(f"{BOARD}?answer-likes=rhythm&sort=name")
    links = {
        dict(parse_qsl(urlsplit(link).query)).get("best"): link
        for link in page.links_to(f"{BOARD}?")
        if "sort=name" in link and "page=" not in link
    }
    assert links.keys() == {None, "PIANO", "DRUMS", "none"}
    assert names(visitor.open(links["DRUMS"])) == ["花子"]
    page = visitor.open(links["none"])
    assert names(page) == ["no name"]
    [here] = [a["href"] for a in page.all("a") if a.get("aria-current") == "true"]
    assert dict(parse_qsl(urlsplit(here).query))["best"] == "none"
    page = visitor.open(links["PIANO"])
    assert names(page) == []
    everybody = [("answer-likes", "rhythm"), ("sort", "name")]
    links_without = [sorted(parse_qsl(urlsplit(link).query)) for link in page.links_to(f"{BOARD}?")]
    assert everybody in links_without
