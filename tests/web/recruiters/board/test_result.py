"""The team's page of a result: the whole result, its status, and notes only the team sees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from support.board_results import statements
from support.teams import Teams
from support.visitor import Visitor

from quiz.store import Changes

ONE = "/recruiter/results/1"
FLAT = {
    "home": ("flat",),
    "neighbours": ("love",),
    "likes": ("melody", "rhythm"),
    "skill": ("none",),
}


@pytest.fixture
def visitor(teams: Teams) -> Visitor:
    """A recruiter of Consulate A, which has one result."""
    who = teams.recruiter()
    fair = teams.invitation(who, title="Fair <1>")
    teams.result(who, FLAT, fair, name="Ada & co", email="ada+1@mail.example", language="ja")
    return teams.visitor(who)


def test_a_team_sees_all_of_a_result_whatever_its_link_reveals(
    visitor: Visitor, teams: Teams
) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    teams.store.links.change(1, reveal="recommendation", name="Ada & co", closes_at=yesterday)
    page = visitor.open(ONE)
    assert page.status == 200
    assert page.text("h1") == "Result of Ada & co"
    assert page.links_to("mailto:") == ["mailto:ada%2B1@mail.example"]
    for said in (
        "Fair <1>",
        "ada+1@mail.example",
        "Piano player",
        "Do your neighbours like music? They love it",
        "What do you like? Melodies and Rhythm",
        "PIANO +3",
        "PIANO: to settle",
        "Closest change",
    ):
        assert said in page.words, said


def test_the_recruiters_read_nothing_that_is_said_to_the_applicant(visitor: Visitor) -> None:
    page = visitor.open(ONE)
    for said in ("You like melodies.", "Ask when you may play.", "Important for you", "Practice"):
        assert said not in page.words, said


def test_a_result_is_in_the_language_of_the_recruiter(visitor: Visitor, teams: Teams) -> None:
    page = teams.visitor(teams.recruiter(), "ja").open(ONE)
    assert page.text("h1") == "Ada & coさんの結果" or "Ada & co" in page.text("h1")
    assert "PIANO：要確認" in page.words
    assert "to settle" not in page.words


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


TO = ("Passed on", "Shortlisted")


def test_a_note_keeps_its_lines_and_is_escaped(visitor: Visitor) -> None:
    said = "電話した。\r\n<b>Called</b> back\r\n\tSpring"
    page = visitor.send(f"{ONE}/work", visitor.open(ONE), note=said)
    assert page.status == 200
    assert "&lt;b&gt;Called&lt;/b&gt; back\n\tSpring</p>" in page.html
    assert "電話した。" in page.words


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


@pytest.mark.parametrize("note", ["", " \r\n"])
def test_an_empty_note_is_not_added(visitor: Visitor, teams: Teams, note: str) -> None:
    page = visitor.send(f"{ONE}/work", visitor.open(ONE), note=note)
    assert (page.status, teams.store.notes.of(1, 1)) == (200, [])


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


def test_a_note_of_the_greatest_length_is_kept_whole(visitor: Visitor, teams: Teams) -> None:
    visitor.send(f"{ONE}/work", visitor.open(ONE), note="語" * 4000)
    [note] = teams.store.notes.of(1, 1)
    assert note.says == "語" * 4000


def test_a_result_does_not_exist_for_another_team(visitor: Visitor, teams: Teams) -> None:
    visitor.send(f"{ONE}/work", visitor.open(ONE), note="ours alone")
    who = teams.recruiter("Consulate B")
    theirs = teams.visitor(who)
    form = theirs.open("/recruiter")
    for result in (1, 99, 2**63, "x"):
        assert theirs.open(f"/recruiter/results/{result}").status == 404
    for result in (1, 99):
        address = f"/recruiter/results/{result}"
        assert theirs.send(f"{address}/work", form, stage="contacted").status == 404
        assert theirs.send(f"{address}/work", form, note="theirs").status == 404
    assert [note.says for note in teams.store.notes.of(1, 1)] == ["ours alone"]


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


def test_a_result_older_than_its_retention_is_not_found(
    start_app: Callable[..., Flask],
) -> None:
    teams = Teams(start_app(retention_days=10))
    who = teams.recruiter()
    teams.result(who, created_at=datetime.now(UTC) - timedelta(days=11))
    visitor = teams.visitor(who)
    assert visitor.open(ONE).status == 404
    assert visitor.send(f"{ONE}/work", visitor.open("/recruiter"), note="x").status == 404


def test_a_result_withdrawn_in_the_meantime_is_not_found(visitor: Visitor, teams: Teams) -> None:
    form = visitor.open(ONE)
    teams.store.results.delete(1)
    assert visitor.send(f"{ONE}/work", form, note="x").status == 404
    assert visitor.send(f"{ONE}/work", form, stage="contacted").status == 404


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


def test_a_mail_that_was_prepared_is_in_the_history_of_those_who_can_get_it(
    teams: Teams,
) -> None:
    who = teams.recruiter()
    fair = teams.invitation(who)
    ada, ben = (teams.result(who, FLAT, fair, email=f"{n}@mail.example") for n in ("ada", "ben"))
    silent = teams.result(who, FLAT, fair)
    visitor = teams.visitor(who)

    def write(*results: int) -> None:
        visitor.send("/recruiter?do=mail", visitor.open("/recruiter"), result=list(results))

    said = "An e-mail to 2 people was prepared. Whether it was sent is not known."
    alone = "An e-mail to this person alone was prepared. Whether it was sent is not known."
    write(ada, ben, silent)
    write(ada)
    words = {id_: visitor.open(f"/recruiter/results/{id_}").words for id_ in (ada, ben, silent)}
    assert (words[ada].count(said), words[ada].count(alone)) == (1, 1)
    assert (words[ben].count(said), words[ben].count(alone)) == (1, 0)
    assert "was prepared" not in words[silent]
    [last, *_] = teams.store.notes.of(who.team_id, ada)
    assert teams.store.bulk_changes.find(who.team_id, last.id) is None, "it cannot be undone"


def test_what_leaves_a_result_leads_back_to_the_list_as_it_was(teams: Teams) -> None:
    who = teams.administrator()
    fair = teams.invitation(who)
    results = [teams.result(who, FLAT, fair, name=f"R{n:02}") for n in range(53)]
    visitor, query = teams.visitor(who), "sort=oldest"
    on_page = f"/recruiter?{query}&page=2"
    result = f"/recruiter/results/{results[-1]}"
    page = visitor.open(f"{result}?{query}")
    assert on_page in page.links
    [share] = page.links_to("/recruiter/shares/new")
    sharing = visitor.open(share)
    assert on_page in sharing.links
    fields = {a["name"]: a["value"] for a in sharing.all("input") if a.get("type") == "hidden"}
    made = visitor.send(
        "/recruiter/shares", sharing, **{**fields, "label": "L", "reveal": "reasons"}
    )
    assert on_page in made.links
    [erase] = page.links_to(f"{result}/erase")
    asked = visitor.open(erase)
    assert f"{result}?{query}" in asked.links
    [form] = [each["action"] for each in asked.all("form") if "erase" in each["action"]]
    assert on_page in visitor.send(form, asked).links
    page = visitor.open(f"/recruiter/results/{results[-2]}?{query}")
    [remove] = [each["action"] for each in page.all("form") if "remove" in each["action"]]
    left = visitor.send(remove, page)
    assert left.path == "/recruiter"
    assert "Done: one result is off the board." in left.words
    assert len([row for row in left.rows if "R50" in str(row)]) == 1, "on the second page"


def test_the_stages_of_the_team_are_read_once(visitor: Visitor) -> None:
    with statements() as sent:
        visitor.open(ONE)
    assert len([each for each in sent if "FROM stages" in each]) == 1
