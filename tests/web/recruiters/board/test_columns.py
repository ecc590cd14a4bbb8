"""The columns of the board, which each recruiter chooses."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.store import Recruiter
from quiz.store.schema import memberships

BOARD = "/recruiter"
COLUMNS = "/recruiter/columns"
NOW = datetime.now(UTC)
FLAT = {"home": ("flat",), "neighbours": ("love",), "likes": ("rhythm",), "skill": ("much",)}
USUAL = ["Name", "Date", "Best match", "PIANO", "DRUMS", "How well do you play?", "Status"]


@pytest.fixture
def who(teams: Teams) -> Recruiter:
    """A recruiter whose team has two results, of which they are in charge of one."""
    who = teams.recruiter()
    fair = teams.invitation(who, title="Fair <1>")
    teams.result(who, FLAT, fair, name="Ada", email="ada@mail.example")
    second = teams.result(who, FLAT, fair, name="Bea")
    changes = {"in_charge": who.id, "due_on": date(2030, 1, 31)}
    assert teams.store.work.change(who.team_id, [second], who.id, changes, NOW)  # type: ignore[arg-type]
    return who


@pytest.fixture
def visitor(teams: Teams, who: Recruiter) -> Visitor:
    return teams.visitor(who)


def headings(page: Page) -> list[str]:
    return page.rows[0][1:]


def test_who_has_chosen_nothing_sees_the_usual_columns_ticked(visitor: Visitor) -> None:
    assert headings(visitor.open(BOARD)) == USUAL
    chosen = visitor.open(COLUMNS).chosen
    assert chosen == ["date", "best", "stage", "position:PIANO", "position:DRUMS", "question:skill"]


def test_the_chosen_columns_are_shown_with_their_values(
    visitor: Visitor, teams: Teams, who: Recruiter
) -> None:
    ids = ["due", "email", "question:home", "position:DRUMS", "invitation", "in_charge"]
    page = visitor.send(COLUMNS, column=[*ids, "position:SEA", "nothing"])
    assert page.path == BOARD
    assert headings(page) == [
        "Name",
        "E-mail",
        "Invitation",
        "DRUMS",
        "Where do you live?",
        "In charge",
        "Due",
    ]
    assert [row[1:] for row in page.rows[1:]] == [
        ["Bea", "–", "Fair <1>", "DRUMS Possible 100 %", "In a flat", who.name, "31 Jan 2030"],
        ["Ada", "ada@mail.example", "Fair <1>", "DRUMS Possible 100 %", "In a flat", "–", "–"],
    ]
    assert sorted(visitor.open(COLUMNS).chosen) == sorted(ids)
    colleague = teams.visitor(teams.recruiter())
    assert headings(colleague.open(BOARD)) == USUAL, "each recruiter has columns of their own"
    assert headings(teams.visitor(who).open(BOARD)) == headings(page), "and in each session"


def test_none_chosen_are_the_usual_ones_again(visitor: Visitor) -> None:
    assert headings(visitor.send(COLUMNS, column=["email"])) == ["Name", "E-mail"]
    assert headings(visitor.send(COLUMNS)) == USUAL
    assert headings(visitor.send(COLUMNS, column=["gone"])) == USUAL


def test_an_answer_that_is_asked_for_is_shown_beside_the_chosen_columns(visitor: Visitor) -> None:
    visitor.send(COLUMNS, column=["stage", "question:home"])
    page = visitor.open(f"{BOARD}?show=neighbours")
    home, neighbours = "Where do you live?", "Do your neighbours like music?"
    assert headings(page) == ["Name", home, neighbours, "Status"]
    assert page.rows[1][3] == "They love it"
    assert headings(visitor.open(f"{BOARD}?show=home")) == ["Name", home, "Status"]
    usual = visitor.open(f"{BOARD}?show=skill")  # as the form of the filter sends it, untouched
    assert headings(usual) == ["Name", home, "Status"]


def test_choosing_columns_keeps_the_view(visitor: Visitor) -> None:
    page = visitor.open(f"{BOARD}?name=ada&sort=name")
    [link] = page.links_to(COLUMNS)
    page = visitor.open(link)
    [form] = [form[0] for form in page.forms if COLUMNS in form[0]["action"]]
    page = visitor.send(form["action"], page, column=["email"])
    assert [row[1:] for row in page.rows] == [["Name", "E-mail"], ["Ada", "ada@mail.example"]]


def test_without_a_token_the_columns_stay_and_the_choice_is_shown_again(visitor: Visitor) -> None:
    visitor.open(BOARD)
    page = visitor.send(COLUMNS, csrf_token="", column=["email"])
    assert (page.status, page.chosen) == (400, ["email"])
    assert headings(visitor.open(BOARD)) == USUAL


def test_columns_that_there_are_no_longer_are_left_out(
    visitor: Visitor, who: Recruiter, database: sa.Engine
) -> None:
    kept = ["question:gone", "position:SEA", "nothing", "date"]
    with database.begin() as connection:
        mine = memberships.c.recruiter == who.id
        connection.execute(sa.update(memberships).where(mine).values(columns=kept))
    assert headings(visitor.open(BOARD)) == ["Name", "Date"]
    assert visitor.open(COLUMNS).chosen == ["date"]


def test_the_columns_are_in_the_language_of_the_page(teams: Teams, who: Recruiter) -> None:
    visitor = teams.visitor(who, "ja")
    page = visitor.send(COLUMNS, column=["email", "in_charge", "due"])
    assert headings(page) == ["名前", "メール", "担当者", "対応予定"]
