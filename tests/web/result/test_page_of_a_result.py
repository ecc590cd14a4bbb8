"""The key of a cached result page has everything that the page shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from typing import Any

import pytest
from flask import Flask
from support.visitor import Visitor

from quiz.store import StoredResult
from quiz.web.result.access import OpenedResult
from quiz.web.result.show import ResultPage, make_page

OTHER_FIELDS: dict[str, Any] = {
    "id": 99,
    "digest": "0" * 64,
    "language": "ja",
    "answers": {"home": ("flat",)},
    "outcome": None,
    "created_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    "reveal": "answers",
    "name": "Ada",
    "closes_at": dt.datetime(2030, 1, 1, tzinfo=dt.UTC),
    "invitation": 7,
    "submission": "f" * 64,
    "in_use": True,
    "kept_until": dt.datetime(2027, 1, 1, tzinfo=dt.UTC),
}
"""For each field of a stored result a value that differs from the stored one."""

VISIBLE: dict[str, dict[str, Any]] = {
    "another language": {"language": "ja"},
    "news": {"news": "withdrawn"},
    "a team": {"team": "Consulate A"},
}


@pytest.fixture
def page(app: Flask, visitor: Visitor) -> ResultPage:
    """The page of a result as its owner sees it."""
    visitor.answer(home="house", likes="melody", skill="some")
    token = visitor.finish().path.removeprefix("/r/")
    stored = app.extensions["quiz"].store.results.find(token)
    return ResultPage(OpenedResult(token, stored, mine=True, open=True), "en", None, None)


def test_a_change_of_any_field_of_the_stored_result_makes_another_key(page: ResultPage) -> None:
    stored = page.result.stored
    assert {field.name for field in fields(StoredResult)} == OTHER_FIELDS.keys()
    for name, value in OTHER_FIELDS.items():
        changed = page.result._replace(stored=replace(stored, **{name: value}))
        assert replace(page, result=changed) != page, name
    same = page.result._replace(stored=replace(stored))
    assert {page: "made"}[replace(page, result=same)] == "made"


def test_who_opens_it_by_which_token_makes_another_key(page: ResultPage) -> None:
    for change in ({"mine": False}, {"open": False}, {"token": "b" * 26}):
        assert replace(page, result=page.result._replace(**change)) != page


@pytest.mark.parametrize("change", VISIBLE.values(), ids=VISIBLE)
def test_each_further_field_of_the_key_is_visible_on_the_page(
    app: Flask, page: ResultPage, change: dict[str, Any]
) -> None:
    with app.test_request_context():
        assert make_page(replace(page, **change)) != make_page(page)
    assert {field.name for field in fields(ResultPage)} == {"result", "language", "news", "team"}


def test_what_the_owner_decides_is_seen_at_once_on_a_page_that_was_cached(
    app: Flask, visitor: Visitor
) -> None:
    visitor.answer(home="house", likes="melody", skill="some")
    result, stranger = visitor.finish().path, Visitor(app)
    assert "Ada" not in stranger.open(result).words
    visitor.send(f"{result}/link", reveal="reasons", name="Ada", closes_on="")
    assert "Best match for Ada" in stranger.open(result).words
