"""The work on a result: its status, who is in charge, and the day to come back to it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from support.result_page import ONE
from support.teams import Teams
from support.visitor import Visitor


def test_a_change_of_status_is_listed_with_its_author_and_time(
    visitor: Visitor, teams: Teams
) -> None:
    page = visitor.send(f"{ONE}/work", visitor.open(ONE), stage="shortlisted")
    assert (page.status, page.path) == (200, ONE)
    chosen = [a["value"] for a in page.all("option") if "selected" in a]
    assert chosen == ["shortlisted", ""], "nobody is in charge"
    other = teams.visitor(teams.recruiter())
    page = other.send(f"{ONE}/work", other.open(ONE), stage="passed_on")
    first, second = (page.words.index(f"Status changed to “{to}”") for to in TO)
    assert first < second
    today = f"{datetime.now(UTC):%-d %B %Y}"
    assert f"R 2 · {today}, " in page.words
    assert f"R 1 · {today}, " in page.words
    board = other.open("/recruiter")
    assert [a["value"] for a in board.all("option") if "selected" in a] == ["skill", "passed_on"]


TO = ("Handed over", "Shortlisted")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"stage": "gone"}, "stage"),
        ({"stage": ""}, "stage"),
        ({"in_charge": "99"}, "in_charge"),
        ({"due_on": "soon"}, "due_on"),
        ({"due_on": "1999-12-31"}, "due_on"),
        ({"note": "x" * 4001}, "note"),
        ({"note": "kept\0"}, "note"),
        ({"note": "kept\ue000"}, "note"),
    ],
)
def test_invalid_work_is_shown_again_with_an_error(
    visitor: Visitor, teams: Teams, fields: dict[str, str], field: str
) -> None:
    page = visitor.send(f"{ONE}/work", visitor.open(ONE), **fields)
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert page.links_to("#")[1:] == [f"#{field}"]
    assert fields.get("note", "").strip("\0 \r\n") in page.html
    assert teams.store.notes.of(1, 1) == []


def test_stage_person_day_and_note_are_saved_together_and_said(
    visitor: Visitor, teams: Teams
) -> None:
    form = visitor.open(ONE)
    fields = {"stage": "contacted", "in_charge": "1", "due_on": "2027-01-15", "note": "Called."}
    page = visitor.send(f"{ONE}/work", form, **fields)
    assert "Saved." in page.words
    for said in (
        "Status changed to “Contacted”",
        "In charge: R 1",
        "Come back to it on 15 January 2027",
        "Called.",
    ):
        assert said in page.words, said
    due = visitor.open("/recruiter/due")
    assert "15 January 2027 · Contacted · In charge: R 1" in due.words
    assert due.links_to("/recruiter/results/") == [ONE]
    assert visitor.open("/recruiter/due?whose=mine").links_to("/recruiter/results/") == [ONE]
    colleague = teams.visitor(teams.recruiter())
    assert colleague.open("/recruiter/due?whose=mine").links_to("/recruiter/results/") == []
    page = visitor.send(f"{ONE}/work", page, in_charge="", due_on="")
    for said in ("Nobody in charge any more", "No day to come back to it any more"):
        assert said in page.words, said
    assert "Nothing is due." in visitor.open("/recruiter/due").words
    log = teams.visitor(teams.administrator()).open("/recruiter/audit").words
    assert (
        "Changed result no. 1: the day to come back to it, who is in charge and the status" in log
    )
    assert "Added a note to result no. 1" in log
    assert "Called." not in log


def test_a_page_that_was_opened_before_undoes_nothing_that_others_change_meanwhile(
    visitor: Visitor, teams: Teams
) -> None:
    old = visitor.open(ONE)
    was = {a["name"]: a["value"] for a in old.all("input") if a.get("name", "").startswith("was_")}
    assert was == {"was_stage": "new", "was_in_charge": "", "was_due_on": ""}
    colleague = teams.visitor(teams.recruiter())
    fields = {"stage": "shortlisted", "in_charge": "1", "due_on": "2027-01-15"}
    colleague.send(f"{ONE}/work", colleague.open(ONE), **fields)
    seen = {"stage": "new", "in_charge": "", "due_on": ""}
    visitor.send(f"{ONE}/work", old, note="Called.", **seen, **was)
    page = visitor.open(ONE)
    assert "Called." in page.words
    assert "2027-01-15" in [a.get("value") for a in page.all("input")]
    chosen = [a["value"] for a in page.all("option") if "selected" in a]
    assert chosen == ["shortlisted", "1"]
    visitor.send(f"{ONE}/work", page, **{**fields, "stage": "contacted"}, **was)
    chosen = [a["value"] for a in visitor.open(ONE).all("option") if "selected" in a]
    assert chosen == ["contacted", "1"]
