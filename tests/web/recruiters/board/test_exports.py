"""Exports of the board's filtered results as CSV, XLSX and JSON."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re

import pytest
from flask import Flask
from support.board_results import NOW
from support.team_shares import SharingSite, SharingTeam
from support.teams import Teams
from support.visitor import Visitor
from support.xlsx import read_xlsx

from quiz.core.decide.engine import Engine
from quiz.core.load.loader import load
from quiz.store import Changes, Recruiter
from quiz.web.recruiters.csv_safe import SEPARATORS
from quiz.web.recruiters.xlsx import MIMETYPE

MELODY = {"home": ("house",), "likes": ("melody", "rhythm"), "skill": ("some",)}
TENT = {"home": ("tent",), "likes": ("nothing",), "skill": ("none",)}
SITE = "http://127.0.0.1:8000"
HOUR = dt.timedelta(hours=1)
EXCEL_EPOCH = dt.datetime(1899, 12, 30, tzinfo=dt.UTC)


@pytest.fixture
def admin(teams: Teams) -> Recruiter:
    return teams.administrator()


@pytest.fixture
def team(app: Flask, admin: Recruiter) -> SharingSite:
    return SharingSite(app, admin)


def rows(visitor: Visitor, query: str = "") -> list[list[str]]:
    """Return the fields of the lines that the CSV has."""
    answer = visitor.ask(f"/recruiter/export.csv{query}")
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf")
    unquoted = re.sub(rb'"(?:[^"]|"")*"', b"", answer.data)  # a note may have lines of its own
    assert unquoted.count(b"\n") == unquoted.count(b"\r\n")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def sheet(visitor: Visitor, query: str = "") -> list[list[str]]:
    """Return the cells of the rows that the XLSX has."""
    answer = visitor.ask(f"/recruiter/export.xlsx{query}")
    assert answer.status_code == 200
    return read_xlsx(answer.data)


def older(app: Flask, admin: Recruiter) -> tuple[Engine, SharingTeam]:
    """Return an older edition, with a position and a question more, and a writer of its results."""
    parts = app.extensions["quiz"]
    source = (
        parts.source.decode()
        .replace(
            "\nsections:",
            "  FLUTE:\n    name: {en: Flautist, ja: フルート奏者}\n"
            "    duties:\n      - {en: Play, ja: 吹く}\n    facts: [F1]\n\nsections:",
        )
        .replace(
            "\nquestions:",
            "\nquestions:\n  practice:\n    section: skill\n"
            "    ask: {en: How often do you practise?, ja: どのくらい練習しますか？}\n"
            "    kind: single\n    choices:\n      daily: {en: Every day, ja: 毎日}\n"
            "      never: {en: Never, ja: しない}\n",
        )
        .encode()
    )
    engine, problems = load(source, stored=True)
    assert engine is not None, problems
    return engine, SharingTeam(parts.store, admin, source=source, digest=engine.digest)


def test_the_csv_has_every_result_in_words(
    teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    fair = team.invitation(title="Leeds careers fair")
    first = team.told(MELODY, fair, name="花子", email="h@mail.example", created_at=NOW - HOUR)
    second = team.told(TENT, fair)
    team.store.notes.add(team.id, first, admin.id, "Called her.\n=1+1", NOW)
    contacted = next(
        each.id for each in team.store.stages.names(team.id) if each.key == "contacted"
    )
    changes: Changes = {"stage": contacted, "in_charge": admin.id, "due_on": NOW.date()}
    team.store.work.change(team.id, [first], admin.id, changes, NOW)
    team.store.notes.add(team.id, first, admin.id, "折り返し待ち", NOW + 24 * HOUR)
    english = rows(teams.visitor(admin))
    assert english == [
        [
            *("Number", "Time (UTC)", "Name", "E-mail address", "Invitation", "Status"),
            *("Best match", "Fit in percent"),
            *("PIANO: standing", "PIANO: fit in percent"),
            *("DRUMS: standing", "DRUMS: fit in percent"),
            *("Where do you live?", "Do your neighbours like music?"),
            *("What do you like?", "How well do you play?", "Notes", "Link"),
        ],
        [
            *(str(second), "2026-11-25 12:00", "", "", "Leeds careers fair", "New"),
            *("No position", "", "Not open", "0", "Not open", "0", "In a tent", ""),
            *("None of these", "Not at all", "", f"{SITE}/recruiter/results/{second}"),
        ],
        [
            *(str(first), "2026-11-25 11:00", "花子", "h@mail.example", "Leeds careers fair"),
            *("Contacted", "PIANO / DRUMS", "100", "Possible", "100", "Possible", "100"),
            *("In a house", "", "Melodies / Rhythm", "A little"),
            f"2026-11-25 {admin.name}: Called her.\n'=1+1\n2026-11-26 {admin.name}: 折り返し待ち",
            f"{SITE}/recruiter/results/{first}",
        ],
    ]
    japanese = rows(teams.visitor(admin, "ja"))
    assert japanese[0][1:4] == ["日時（UTC）", "名前", "メールアドレス"]
    assert japanese[0][8:10] == ["PIANO：判定", "PIANO：適合度（%）"]
    assert japanese[0][12] == "どこに住んでいますか？"
    assert japanese[2][12] == "一戸建て"


def test_an_export_has_the_stages_and_notes_as_they_are_now(
    teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    result = team.told(MELODY)
    stages, notes = team.store.stages, team.store.notes
    handed = stages.add(team.id, {"en": "Handed over", "ja": "引き継ぎ済み"}, None)
    team.store.work.change(team.id, [result], admin.id, {"stage": handed}, NOW)
    stages.retire(team.id, handed, NOW)
    for says in ("Called.", "Called twice."):
        notes.add(team.id, result, admin.id, says, NOW)
    last, first, _ = notes.of(team.id, result)
    notes.change(first, team.id, result, "Met.", NOW + HOUR)
    notes.delete(last, team.id, result)
    for language, name in (("en", "Handed over"), ("ja", "引き継ぎ済み")):
        visitor = teams.visitor(admin, language)
        for [heading, row] in (rows(visitor), sheet(visitor)):
            assert row[5] == name, heading
            assert row[-2] == f"2026-11-25 {admin.name}: Met."
    removed = team.store.removals.remove_results(team.id, admin.id, [result], NOW)
    assert removed is not None
    assert len(rows(teams.visitor(admin))) == 1, "what is off the board is not exported"


def test_the_time_is_that_of_the_office(teams: Teams, admin: Recruiter, team: SharingSite) -> None:
    team.store.accounts.change_time_zone(team.id, "Asia/Tokyo")
    result = team.told(MELODY, created_at=NOW + 4 * HOUR)
    team.store.notes.add(team.id, result, admin.id, "Called.", NOW + 4 * HOUR)
    visitor = teams.visitor(admin)
    [heading, row] = rows(visitor)
    assert (heading[1], row[1]) == ("Time (Asia/Tokyo)", "2026-11-26 01:00")
    assert row[-2] == f"2026-11-26 {admin.name}: Called."
    days = float(sheet(visitor)[1][1])
    shown = EXCEL_EPOCH + dt.timedelta(seconds=round(86_400 * days))
    assert f"{shown:%Y-%m-%d %H:%M}" == "2026-11-26 01:00"


@pytest.mark.parametrize(("name", "separator"), SEPARATORS.items())
def test_the_separator_of_the_csv_can_be_chosen(
    teams: Teams, admin: Recruiter, team: SharingSite, name: str, separator: str
) -> None:
    team.told(MELODY, name="Ada; Countess, of\tLovelace")
    visitor = teams.visitor(admin)
    assert f"separator={name}" in visitor.open("/recruiter").html or name == "comma"
    text = visitor.ask(f"/recruiter/export.csv?separator={name}").text
    heading, row = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    assert len(heading) == len(row) == 18
    assert row[2] == "Ada; Countess, of\tLovelace"
    assert visitor.ask("/recruiter/export.csv?separator=x").status_code == 404


def test_the_xlsx_has_the_same_table(teams: Teams, admin: Recruiter, team: SharingSite) -> None:
    team.told(MELODY, name="=1+1")
    team.told(TENT, name="'花子")
    visitor = teams.visitor(admin)
    answer = visitor.ask("/recruiter/export.xlsx?sort=oldest")
    assert answer.headers["Content-Type"] == MIMETYPE
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    from_xlsx, from_csv = sheet(visitor, "?sort=oldest"), rows(visitor, "?sort=oldest")
    assert from_xlsx[0] == from_csv[0]
    assert [row[2] for row in from_xlsx] == ["Name", "=1+1", "'花子"]
    for mine, theirs in zip(from_xlsx[1:], from_csv[1:], strict=True):
        assert [mine[0], *mine[3:]] == [theirs[0], *theirs[3:]]
    assert len(sheet(visitor, "?name=nobody")) == 1


@pytest.mark.parametrize("sort", ["newest", "oldest", "fit", "name"])
def test_exports_are_in_the_order_of_the_board(
    teams: Teams, admin: Recruiter, team: SharingSite, sort: str
) -> None:
    for number, (name, answers) in enumerate((("b", TENT), ("c", MELODY), ("a", TENT))):
        team.told(answers, name=name, created_at=NOW + number * HOUR)
    visitor = teams.visitor(admin)
    expected = {"newest": "acb", "oldest": "bca", "fit": "cab", "name": "abc"}[sort]
    query = f"?sort={sort}"
    assert "".join(row[2] for row in rows(visitor, query)[1:]) == expected
    assert "".join(row[2] for row in sheet(visitor, query)[1:]) == expected
    found = visitor.ask(f"/recruiter/export.json{query}").json
    assert "".join(each["name"] for each in found) == expected


def test_what_only_an_older_edition_has_is_exported_too(
    app: Flask, teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    engine, older_team = older(app, admin)
    team.told(MELODY, name="Ada")
    answers = {**MELODY, "practice": ("daily",)}
    older_team.result(answers=answers, outcome=engine.outcome(answers), name="Bea")
    visitor = teams.visitor(admin)
    for heading, *found in (rows(visitor, "?sort=name"), sheet(visitor, "?sort=name")):
        assert heading[12:14] == ["FLUTE: standing", "FLUTE: fit in percent"]
        assert heading[-3:] == ["How often do you practise?", "Notes", "Link"]
        ada, bea = found
        assert (ada[12], ada[13], ada[-3]) == ("", "", "")
        assert (bea[12], bea[-3]) == ("Possible", "Every day")
        assert bea[heading.index("Where do you live?")] == "In a house"
    heading, _ = rows(visitor, "?name=ada")
    assert "How often do you practise?" not in heading, "nobody among these was asked"


def test_exports_use_the_filter_of_the_board(
    teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    team.told(MELODY, name="Ada")
    team.told(TENT, name="Bea")
    visitor = teams.visitor(admin)
    for query in ("?best=PIANO", "?name=ad", "?answer-home=house", "?standing=open:PIANO"):
        assert [row[2] for row in rows(visitor, query)[1:]] == ["Ada"], query
        found = visitor.ask(f"/recruiter/export.json{query}").json
        assert [each["name"] for each in found] == ["Ada"], query
        assert [row[2] for row in sheet(visitor, query)[1:]] == ["Ada"], query
    for address in ("/recruiter/export.csv", "/recruiter/export.xlsx", "/recruiter/export.json"):
        wrong = visitor.open(f"{address}?best=HARP")
        assert (wrong.status, wrong.title[:7]) == (422, "Error: ")


def test_the_json_has_outcomes_and_answers(
    app: Flask, teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    team.told(MELODY, name="花子")
    team.told(TENT)
    answer = teams.visitor(admin).ask("/recruiter/export.json")
    assert "花子".encode() in answer.data
    second, first = json.loads(answer.data)
    assert first["answers"] == {"home": "house", "likes": ["melody", "rhythm"], "skill": "some"}
    assert (first["best"], second["best"]) == ("PIANO", None)
    assert first["digest"] == app.extensions["quiz"].engine.digest
    reasons = first["positions"]["PIANO"]["reasons"]
    assert {"rule": "melody-wants-a-piano", "because": "You like melodies."}.items() <= (
        reasons[0].items()
    )
    assert teams.visitor(teams.administrator("B")).ask("/recruiter/export.json").json == []


def test_an_export_larger_than_one_batch_has_every_result_once(
    teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    fair = team.invitation()
    made = [team.told(MELODY, fair, name=f"N {number}") for number in range(205)]
    visitor = teams.visitor(admin)
    names = [row[2] for row in rows(visitor, "?sort=oldest")[1:]]
    assert names == [f"N {number}" for number in range(len(made))]
    assert [row[2] for row in sheet(visitor, "?sort=oldest")[1:]] == names
    assert len(visitor.ask("/recruiter/export.json").json) == 205


def test_an_export_has_no_results_of_another_team(teams: Teams, team: SharingSite) -> None:
    team.told(MELODY)
    theirs = teams.visitor(teams.recruiter("Consulate B"))
    assert len(rows(theirs)) == len(sheet(theirs)) == 1


def test_an_export_is_recorded_and_a_head_request_is_not(
    teams: Teams, admin: Recruiter, team: SharingSite
) -> None:
    team.told(MELODY, name="Ada")
    visitor = teams.visitor(admin)
    for kind in ("csv", "xlsx", "json"):
        visitor.ask(f"/recruiter/export.{kind}", method="HEAD")
    assert team.store.audit.page(team.id) == []
    answer = visitor.ask("/recruiter/export.csv?name=ada&best=PIANO&sort=name")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="results-')
    [entry] = team.store.audit.page(team.id)
    assert entry.action == "export"
    assert entry.detail == {
        "form": "CSV",
        "results": 1,
        "filter": {"name": "", "best": "PIANO"},
    }
    sheet(visitor)
    assert team.store.audit.page(team.id)[0].detail == {"form": "XLSX", "results": 1, "filter": {}}
