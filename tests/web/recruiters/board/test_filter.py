"""The filter of the board: what each field finds, what is refused, and where the filter is kept."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from support.board_pages import BOARD, NOW, names, table
from support.visitor import Page, Visitor


def ticked(page: Page, name: str) -> list[str]:
    """Return the values of the boxes of a name that are ticked."""
    return [a["value"] for a in page.all("input") if a.get("name") == name and "checked" in a]


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
    ("first=2026-12-30&last=2026-01-01", "last"),
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


def test_changing_the_language_keeps_the_filter_and_the_page(visitor: Visitor) -> None:
    page = visitor.open(f"{BOARD}?answer-likes=rhythm&name=%E8%8A%B1&page=1")
    [japanese] = [link for link in page.links if "lang=ja" in link]
    page = visitor.open(f"{BOARD}{japanese}")
    assert page.language == "ja"
    assert names(page) == ["花子"]
    [english] = [link for link in page.links if "lang=" in link]
    asked = [("answer-likes", "rhythm"), ("name", "花"), ("page", "1"), ("lang", "en")]
    assert parse_qsl(urlsplit(english).query) == asked


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
