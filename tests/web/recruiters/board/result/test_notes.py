"""Notes on a result, which only the team sees: added, changed and deleted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from support.result_page import FLAT, ONE
from support.teams import Teams
from support.visitor import Visitor

from quiz.store import Changes


def test_a_note_keeps_its_lines_and_is_escaped(visitor: Visitor) -> None:
    said = "電話した。\r\n<b>Called</b> back\r\n\tSpring"
    page = visitor.send(f"{ONE}/work", visitor.open(ONE), note=said)
    assert page.status == 200
    assert "&lt;b&gt;Called&lt;/b&gt; back\n\tSpring</p>" in page.html
    assert "電話した。" in page.words


@pytest.mark.parametrize("note", ["", " \r\n"])
def test_an_empty_note_is_not_added(visitor: Visitor, teams: Teams, note: str) -> None:
    page = visitor.send(f"{ONE}/work", visitor.open(ONE), note=note)
    assert (page.status, teams.store.notes.of(1, 1)) == (200, [])


def test_a_note_of_the_greatest_length_is_kept_whole(visitor: Visitor, teams: Teams) -> None:
    visitor.send(f"{ONE}/work", visitor.open(ONE), note="語" * 4000)
    [note] = teams.store.notes.of(1, 1)
    assert note.says == "語" * 4000


def test_notes_are_on_no_page_of_the_applicant(app: Flask, teams: Teams) -> None:
    who = teams.recruiter()
    fair = teams.invitation(who)
    token = "a" * 26
    result = teams.result(who, FLAT, fair, token=token)
    teams.store.notes.add(who.team_id, result, who.id, "not for others", datetime.now(UTC))
    stage = next(
        each for each in teams.store.stages.names(who.team_id) if each.key == "shortlisted"
    )
    changes: Changes = {"stage": stage.id}
    teams.store.work.change(who.team_id, [result], who.id, changes, datetime.now(UTC))
    for address in (f"/r/{token}", f"/r/{token}/result.json"):
        answer = Visitor(app).ask(address)
        assert answer.status_code == 200
        assert "not for others" not in answer.text
        assert "hortlisted" not in answer.text


def test_a_note_is_changed_and_deleted_by_its_writer(visitor: Visitor, teams: Teams) -> None:
    page = visitor.send(f"{ONE}/work", visitor.open(ONE), note="Speaks badly.")
    [edit] = page.links_to(f"{ONE}/notes/")
    form = visitor.open(edit)
    assert form.text("textarea").strip() == "Speaks badly."
    assert visitor.send(edit, form, note=" ").status == 422
    page = visitor.send(edit, form, note="Speaks well.")
    assert page.path == ONE
    assert "Done: the note is changed." in page.words
    assert "Speaks well." in page.words
    assert "Speaks badly." not in page.words
    assert f"edited on {datetime.now(UTC):%-d %B %Y}, " in page.words
    colleague = teams.visitor(teams.administrator())
    assert "Speaks well." in colleague.open(ONE).words
    assert colleague.open(ONE).links_to(f"{ONE}/notes/") == []
    for address in (edit, f"{edit}/delete"):
        assert colleague.open(address).status == 404
        assert colleague.send(address, colleague.open(ONE), note="x").status == 404
    asked = visitor.open(f"{edit}/delete")
    assert "Speaks well." in asked.words
    page = visitor.send(f"{edit}/delete", asked)
    assert "Done: the note is deleted." in page.words
    assert teams.store.notes.of(1, 1) == []
    log = colleague.open("/recruiter/audit").words
    for said in ("Changed a note on result no. 1", "Deleted a note on result no. 1"):
        assert said in log
