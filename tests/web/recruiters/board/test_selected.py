"""Many results of the board at once: their status, sharing, exporting, removing, and undoing."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from support.teams import Teams
from support.visitor import Page, Visitor

BOARD = "/recruiter"


@pytest.fixture
def visitor(teams: Teams) -> Visitor:
    """A recruiter whose team has 52 results of a fair, and one of a talk."""
    who = teams.recruiter()
    fair, talk = (teams.invitation(who, title=title) for title in ("Fair", "Talk"))
    for number in range(52):
        teams.result(who, invitation=fair, name=f"Person {number + 1}")
    teams.result(who, invitation=talk, name="Somebody")
    return teams.visitor(who)


def results_in(visitor: Visitor, stage: str) -> int:
    words = visitor.open(f"{BOARD}?has_status={stage}").words
    if "One result" in words:
        return 1
    return next((int(n) for n in range(53, 1, -1) if f"{n} results" in words), 0)


def press(visitor: Visitor, do: str, query: str = "", **fields: object) -> Page:
    """Press a button of the bar on the board."""
    page = visitor.open(f"{BOARD}?{query}")
    [button] = [
        a["formaction"] for a in page.all("button") if f"do={do}" in a.get("formaction", "")
    ]
    return visitor.send(button, page, **fields)


def undo(visitor: Visitor, page: Page) -> Page:
    [address] = [
        form[0]["action"]
        for form in page.forms
        if "/changes/" in form[0]["action"] or "/removed/" in form[0]["action"]
    ]
    return visitor.send(address, page)


def test_the_selected_results_get_a_status_and_it_can_be_undone(
    visitor: Visitor, teams: Teams
) -> None:
    page = press(visitor, "stage", "sort=name", result=["1", "3"], stage="contacted")
    assert "Done: 2 results are now “Contacted”." in page.words
    assert results_in(visitor, "contacted") == 2
    page = undo(visitor, page)
    assert "Undone: 2 results have their status back." in page.words
    assert results_in(visitor, "new") == 53
    done = {
        (e.action, e.detail["results"]) for e in teams.store.audit.page(1) if "results" in e.detail
    }
    assert done == {("stage set", 2), ("stage undone", 2)}
    page = press(visitor, "stage", result="1", stage="new")
    assert "Nothing to do: all have this status already." in page.words


def test_all_that_match_the_filter_get_a_status_on_all_pages(visitor: Visitor) -> None:
    page = press(visitor, "stage", "invitation=1", whole="yes", stage="declined")
    assert "Done: 52 results are now “Declined”." in page.words
    assert results_in(visitor, "declined") == 52
    assert results_in(visitor, "new") == 1


def test_selected_results_are_removed_and_put_back(visitor: Visitor) -> None:
    page = press(visitor, "remove", result=["1", "2", "3"])
    assert "Done: 3 results are off the board." in page.words
    assert results_in(visitor, "new") == 50
    undo(visitor, page)
    assert results_in(visitor, "new") == 53


def test_selected_results_are_shared_and_exported(visitor: Visitor) -> None:
    page = press(visitor, "share", result=["2", "1"])
    assert page.path == "/recruiter/shares/new"
    assert "Person 1" in page.words
    token = visitor.open(BOARD).token
    for do, number in (("csv", 3), ("json", 2)):
        data = {"csrf_token": token, "result": ["1", "53"]}
        answer = visitor.ask(f"{BOARD}?do={do}", method="POST", data=data)
        assert answer.status_code == 200
        text = answer.get_data(as_text=True)
        assert (len(json.loads(text)) if do == "json" else len(text.splitlines())) == number
        assert "Somebody" in text
        assert "Person 2" not in text


@pytest.mark.parametrize(
    ("do", "fields", "says"),
    [
        ("stage", {"stage": "contacted"}, "Select results first."),
        ("stage", {"result": "53", "stage": ""}, "Choose a status first."),
        ("share", {"whole": "yes"}, "Choose at most 50 results for one link."),
        ("remove", {}, "Select results first."),
    ],
)
def test_what_is_missing_is_said_and_the_selection_stays(
    visitor: Visitor, do: str, fields: dict[str, str], says: str
) -> None:
    page = press(visitor, do, **fields)
    assert page.status == 422
    assert says in page.words
    assert page.chosen == ["53"] * ("result" in fields) + ["yes"] * ("whole" in fields)
    assert results_in(visitor, "new") == 53


def test_another_team_changes_and_undoes_nothing(visitor: Visitor, teams: Teams) -> None:
    theirs = teams.visitor(teams.recruiter("Consulate B"))
    teams.result(teams.recruiter("Consulate B"))
    page = theirs.open(BOARD)
    page = theirs.send(f"{BOARD}?do=stage", page, result="1", stage="contacted")
    assert "Nothing to do" in page.words
    assert results_in(visitor, "new") == 53
    made = press(visitor, "stage", result="1", stage="contacted")
    [address] = [f[0]["action"] for f in made.forms if "/changes/" in f[0]["action"]]
    assert theirs.send(address, theirs.open(BOARD)).status == 404
    assert results_in(visitor, "contacted") == 1


def test_an_unknown_action_or_status_is_not_done(visitor: Visitor) -> None:
    page = visitor.open(BOARD)
    assert visitor.send(f"{BOARD}?do=burn", page, result="1").status == 404
    assert visitor.send(f"{BOARD}?do=stage", page, result="1", stage="gone").status == 404


def test_without_a_token_nothing_is_done(app: Flask, visitor: Visitor) -> None:
    visitor.open(BOARD)
    for do in ("stage", "remove", "csv", "share"):
        page = visitor.send(f"{BOARD}?do={do}", csrf_token="", result="1", stage="contacted")
        assert page.status == 400
    assert results_in(visitor, "new") == 53
