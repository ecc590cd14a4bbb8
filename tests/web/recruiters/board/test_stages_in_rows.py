"""The stage of a result is changed in its row of the board."""

from __future__ import annotations

import pytest
from support.board_pages import BOARD, NOW, names
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.store import Changes
from quiz.store.database import Database


def stages(page: Page) -> list[str]:
    """Return the value of the stage of each row."""
    field, found = "", []
    for tag, attributes in page.elements:
        if tag == "select":
            field = attributes["name"]
        elif tag == "option" and "selected" in attributes and field.startswith("stage-"):
            found.append(attributes["value"])
    return found


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


@pytest.mark.parametrize("address", [BOARD, "/recruiter/export.json"])
def test_a_stage_that_is_added_while_the_rows_are_read_is_shown(
    visitor: Visitor, teams: Teams, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    lend, other, added = Database.read_connection, teams.recruiter(), []

    def add_before(database: Database, purpose: str, **options: bool) -> object:
        if purpose in ("read a board", "read a whole board") and not added:
            names = {"en": "Handed over", "ja": "引き継ぎ済み"}
            added.append(teams.store.stages.add(other.team_id, names, None))
            changes: Changes = {"stage": added[0]}
            teams.store.work.change(other.team_id, [1], other.id, changes, NOW)
        return lend(database, purpose, **options)

    monkeypatch.setattr(Database, "read_connection", add_before)
    answer = visitor.ask(address)
    assert answer.status_code == 200
    shown = [each["status"] for each in answer.json] if answer.json else stages(Page(answer))
    assert shown == ["new", "new", str(added[0])]
