"""The start page: positions in pictures, side by side, own results, and the field for a code."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import ROOT
from flask import Flask
from support.invitations import invite
from support.visitor import Visitor

COMPLETE = {"home": "house", "likes": ["melody"], "skill": "some"}


@pytest.fixture
def real(start_app: Callable[..., Flask]) -> Flask:
    return start_app(rules_path=ROOT / "rules.yaml")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_positions_are_shown_side_by_side_as_the_rules_file_has_them(
    real: Flask, language: str
) -> None:
    rules = real.extensions["quiz"].engine.rules
    page = Visitor(real, language=language).open("/")
    head, *rows = page.rows
    assert [cell.split()[-1] for cell in head if cell] == list(rules.positions)
    assert rows == [
        [row.row[language], *(row.cells[each][language] for each in rules.positions)]
        for row in rules.programme.table
    ]
    assert page.html.count('<svg class="picture"') == 1 + len(rules.positions)


def test_without_a_table_or_pictures_the_page_is_whole(visitor: Visitor) -> None:
    page = visitor.open("/")
    assert "Side by side" not in page.words
    assert "Piano player" in page.words


def test_a_code_typed_on_the_start_page_leads_to_its_invitation(real: Flask) -> None:
    invite(real.extensions["quiz"].store, code="FAIR-7K4Q")
    page = Visitor(real).open("/")
    assert '<form class="by-code" role="search" method="get" action="/i">' in page.html
    found = Visitor(real).ask("/i?code=fair-7k4q")
    assert (found.status_code, found.headers["Location"]) == (303, "/i/FAIR-7K4Q")


@pytest.mark.parametrize("typed", ["FAIR-9999", "<b>", "/i/"])
def test_a_code_that_is_none_is_asked_for_again(real: Flask, typed: str) -> None:
    response = Visitor(real).ask("/i", query_string={"code": typed})
    assert response.status_code == 422
    assert "there is no invitation with this code" in response.text
    assert 'value="<b>"' not in response.text


def test_whoever_has_a_result_sees_it_and_is_not_asked_to_go_on(visitor: Visitor) -> None:
    visitor.answer(**COMPLETE)
    result = visitor.finish()
    start = visitor.open("/")
    assert "Your result: Piano player" in start.words
    assert result.path in start.links
    assert "Continue where you left off" not in start.words
    page = visitor.send("/start-again", start)
    assert (page.path, page.chosen) == ("/quiz/home", []), "the quiz can be taken again"


def test_answers_changed_after_a_result_are_gone_on_with(visitor: Visitor) -> None:
    visitor.answer(**COMPLETE)
    visitor.finish()
    visitor.answer(likes="rhythm")
    assert "Continue where you left off" in visitor.open("/").words
